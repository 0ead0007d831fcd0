import Calibration
import TestSupport
import Testing

struct BinStatisticsTests {
  @Test func `known samples give known sums`() {
    let bin = BinStatistics([
      CalibrationSample(confidence: 0.5, outcome: true),
      CalibrationSample(confidence: 0.75, outcome: false, weight: 2),
      CalibrationSample(confidence: 1, outcome: true, weight: 0.5),
      CalibrationSample(confidence: 0.25, outcome: false, weight: 0.5),
    ])
    // Every number is a sum of few powers of two, so that the expectations are exact.
    #expect(bin.sampleCount == 4)
    #expect(bin.weightSum == 4)
    #expect(bin.weightSquareSum == 5.5)
    #expect(bin.outcomeSum == 1.5)
    #expect(bin.actualRate == 0.375)
    #expect(bin.brierSum == 0.25 + 2 * 0.5625 + 0.5 * 0.0625)
    #expect(abs(bin.confidenceMean - 0.65625) < 1e-15)
    let squares = 0.15625 * 0.15625 + 2 * 0.09375 * 0.09375 + 0.5 * 0.34375 * 0.34375 + 0.5 * 0.40625 * 0.40625
    #expect(abs(bin.confidenceM2 - squares) < 1e-15)
    #expect(bin.effectiveSampleSize == 16 / 5.5)
  }

  @Test func `an empty bin has no rate and no mean`() {
    #expect(BinStatistics.empty.actualRate == nil)
    #expect(BinStatistics.empty.meanConfidence == nil)
    #expect(BinStatistics.empty.rateInterval == nil)
    #expect(BinStatistics.empty.effectiveSampleSize == 0)
    #expect(BinStatistics([]) == .empty)
  }

  @Test func `a sample of weight two is two samples of weight one`() {
    let double = BinStatistics([CalibrationSample(confidence: 0.3, outcome: true, weight: 2)])
    let twice = BinStatistics(Array(repeating: CalibrationSample(confidence: 0.3, outcome: true), count: 2))
    #expect(double.weightSum == twice.weightSum)
    #expect(double.outcomeSum == twice.outcomeSum)
    #expect(double.brierSum == twice.brierSum)
    #expect(double.confidenceMean == twice.confidenceMean)
    #expect(double.confidenceM2 == twice.confidenceM2)
  }

  @Test func `samples of equal confidence have no spread at all`() {
    var bin = BinStatistics.empty
    for number in 1...1000 {
      bin.add(CalibrationSample(confidence: 0.8, outcome: number.isMultiple(of: 3), weight: 1 / Double(number)))
    }
    #expect(bin.confidenceM2 == 0)
    #expect(bin.confidenceMean == 0.8)
  }

  @Test func `a weightless sample is counted and moves nothing`() {
    var bin = BinStatistics([CalibrationSample(confidence: 0.4, outcome: true, weight: 0)])
    #expect(bin.sampleCount == 1)
    #expect(bin.actualRate == nil)
    bin.add(CalibrationSample(confidence: 0.6, outcome: true))
    #expect(bin.confidenceMean == 0.6)
    bin.remove(CalibrationSample(confidence: 0.6, outcome: true))
    #expect(bin.sampleCount == 1)
    #expect(bin.weightSum == 0)
    #expect(bin.confidenceMean == 0)
    bin.remove(CalibrationSample(confidence: 0.4, outcome: true, weight: 0))
    #expect(bin == .empty)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `the fold of a set agrees with the two-pass formulas`(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    let samples = (0..<2000).map { _ in CalibrationSample.random(using: &generator) }
    let error = BinStatistics(samples).relativeError(to: ReferenceFold(samples).statistics)
    #expect(error < 1e-12, "seed \(seed)")
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `removing every sample in any order leaves exact zeros`(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    let samples = (0..<500).map { _ in CalibrationSample.random(using: &generator) }
    var bin = BinStatistics(samples)
    for sample in samples.shuffled(using: &generator) {
      bin.remove(sample)
      #expect(bin.confidenceM2 >= 0 && bin.weightSum >= 0 && bin.brierSum >= 0, "seed \(seed)")
      #expect((0...1).contains(bin.confidenceMean), "seed \(seed)")
    }
    #expect(bin == .empty, "seed \(seed)")
  }

  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func `however a set is cut, merged and un-merged, the same bin comes out`(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    let samples = (0..<300).map { _ in CalibrationSample.random(in: 0.6...0.69, using: &generator) }
    var parts: [[CalibrationSample]] = []
    var rest = samples[...]
    while !rest.isEmpty {
      let part = rest.prefix(Int.random(in: 1...60, using: &generator))
      parts.append(Array(part))
      rest = rest.dropFirst(part.count)
    }
    var bin = BinStatistics.empty
    for part in parts.shuffled(using: &generator) { bin.merge(BinStatistics(part)) }
    #expect(bin.isClose(to: ReferenceFold(samples).statistics), "seed \(seed)")
    #expect(bin.relativeError(to: ReferenceFold(samples).statistics) < 1e-11, "seed \(seed)")

    let kept = Int.random(in: 0..<parts.count, using: &generator)
    for (index, part) in parts.enumerated().shuffled(using: &generator) where index != kept {
      bin.unmerge(BinStatistics(part))
    }
    #expect(bin.isClose(to: ReferenceFold(parts[kept]).statistics, tolerance: 1e-12), "seed \(seed)")
    bin.unmerge(BinStatistics(parts[kept]))
    #expect(bin == .empty, "seed \(seed)")
  }

  @Test func `two million adds and removes in random order keep nine digits`() {
    let seed: UInt64 = 20_260_211
    var generator = TestGenerator(seed: seed)
    var held: [CalibrationSample] = []
    var bin = BinStatistics.empty
    for step in 0..<2_000_000 {
      // Grows to some thousands, then shrinks again and again to a few.
      let isGrowing = (step / 5000).isMultiple(of: 2)
      let adds = held.isEmpty || Int.random(in: 0..<10, using: &generator) < (isGrowing ? 9 : 1)
      if adds {
        let sample = CalibrationSample.random(in: 0.7...0.7999, using: &generator)
        held.append(sample)
        bin.add(sample)
      } else {
        held.swapAt(Int.random(in: held.indices, using: &generator), held.count - 1)
        bin.remove(held.removeLast())
      }
    }
    while held.count < 100 {
      let sample = CalibrationSample.random(in: 0.7...0.7999, using: &generator)
      held.append(sample)
      bin.add(sample)
    }
    let reference = ReferenceFold(held).statistics
    let error = bin.relativeError(to: reference)
    #expect(error < 1e-9, "seed \(seed)")
    #expect(bin.isClose(to: reference), "seed \(seed)")
  }

  @Test func `batches of a thousand leave nine digits when a million samples shrink to twenty`() {
    let seed: UInt64 = 7
    var generator = TestGenerator(seed: seed)
    let kept = (0..<20).map { _ in CalibrationSample.random(in: 0.7...0.7999, using: &generator) }
    let passing = (0..<1000).map { _ in
      (0..<1000).map { _ in CalibrationSample.random(in: 0.7...0.7999, using: &generator) }
    }
    var bin = BinStatistics(kept)
    let reference = ReferenceFold(kept).statistics
    let parts = passing.map { BinStatistics($0) }
    for part in parts { bin.merge(part) }
    for part in parts.shuffled(using: &generator) { bin.unmerge(part) }
    #expect(bin.isClose(to: reference), "seed \(seed)")
  }

  @Test func `when all weight leaves, the weightless samples that stay say nothing`() {
    let seed: UInt64 = 11
    var generator = TestGenerator(seed: seed)
    for round in 0..<1000 {
      let weighted = (0..<Int.random(in: 1...60, using: &generator)).map { _ in
        CalibrationSample.random(in: 0.9...1, using: &generator)
      }
      let weightless = CalibrationSample(confidence: 0.95, outcome: true, weight: 0)
      var bin = BinStatistics([weightless, weightless])
      for sample in weighted { bin.add(sample) }
      // One by one, and all at once as a batch takes them out.
      if round.isMultiple(of: 2) {
        for sample in weighted.shuffled(using: &generator) { bin.remove(sample) }
      } else {
        bin.unmerge(BinStatistics(weighted.shuffled(using: &generator)))
      }
      #expect(bin.isClose(to: BinStatistics([weightless, weightless])), "seed \(seed), round \(round): \(bin)")
    }
  }
}
