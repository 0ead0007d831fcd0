import Calibration
import TestSupport
import Testing

struct CalibrationSummaryTests {
  private func bins(_ samples: [CalibrationSample]) -> [BinStatistics] {
    ConfidenceBin.all.map { bin in BinStatistics(samples.filter { $0.bin == bin }) }
  }

  private func samples(_ confidence: Double, positives: Int, of count: Int, weight: Double = 1) -> [CalibrationSample] {
    (0..<count).map { CalibrationSample(confidence: confidence, outcome: $0 < positives, weight: weight) }
  }

  @Test func `no samples mean no value, never a quarter`() {
    let summary = CalibrationSummary(bins([]))
    #expect(summary.sampleCount == 0)
    #expect(summary.brierScore == nil)
    #expect(summary.expectedCalibrationError == nil)
    #expect(summary.baseRate == nil)
    #expect(summary.curve.points.count == 10)
    #expect(summary.curve.points.allSatisfy { $0.actualRate == nil && $0.interval == nil && $0.gap == nil })
  }

  @Test func `an honest coin flip scores a quarter and has no calibration error`() {
    let summary = CalibrationSummary(bins(samples(0.5, positives: 50, of: 100)))
    #expect(summary.brierScore == 0.25)
    #expect(summary.expectedCalibrationError == 0)
    #expect(summary.baseRate == 0.5)
  }

  @Test func `the calibration error weighs each bin's gap by its evidence`() throws {
    // Two bins: 0.875 stated, 4 of 8 true; 0.25 stated, 1 of 4 true with half the weight each.
    let summary = CalibrationSummary(
      bins(samples(0.875, positives: 4, of: 8) + samples(0.25, positives: 2, of: 4, weight: 0.5))
    )
    #expect(summary.sampleCount == 12)
    #expect(summary.weightSum == 10)
    #expect(summary.baseRate == 0.5)
    let gaps: Double = 8 * 0.375 + 2 * 0.25
    #expect(abs(try #require(summary.expectedCalibrationError) - gaps / 10) < 1e-15)
    let errors: Double = 4 * 0.015625 + 4 * 0.765625 + 1 * 0.5625 + 1 * 0.0625
    #expect(abs(try #require(summary.brierScore) - errors / 10) < 1e-15)
  }

  @Test func `the curve shows stated means, not midpoints`() throws {
    let summary = CalibrationSummary(bins(samples(0.71, positives: 7, of: 10) + samples(0.79, positives: 7, of: 10)))
    let point = summary.curve.points[7]
    #expect(abs(try #require(point.meanConfidence) - 0.75) < 1e-15)
    #expect(point.actualRate == 0.7)
    #expect(point.sampleCount == 20)
    #expect(summary.curve.points.filter { $0.sampleCount == 0 }.count == 9)
    #expect(abs(try #require(point.gap) - 0.05) < 1e-12)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `the Brier score is the mean squared error of every single sample`(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let samples = (0..<3000).map { _ in CalibrationSample.random(using: &generator) }
    let summary = CalibrationSummary(bins(samples))
    let expected = ReferenceFold(samples).statistics
    #expect(abs(try #require(summary.brierScore) - expected.brierSum / expected.weightSum) < 1e-13, "seed \(seed)")
    #expect(abs(try #require(summary.baseRate) - expected.outcomeSum / expected.weightSum) < 1e-13, "seed \(seed)")
    #expect(summary.weightSum == summary.curve.points.reduce(0) { $0 + $1.weightSum }, "seed \(seed)")
  }

  /// Murphy (1973): where every forecast of a bin is the same, Brier = reliability - resolution + uncertainty.
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `reliability minus resolution plus uncertainty is the Brier score`(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let samples = (0..<2000).map { _ in
      let random = CalibrationSample.random(using: &generator)
      let confidence = Double(random.bin.index) / 10 + 0.037
      return CalibrationSample(confidence: confidence, outcome: random.outcome, weight: random.weight)
    }
    let summary = CalibrationSummary(bins(samples))
    let base = try #require(summary.baseRate)
    var reliability = 0.0
    var resolution = 0.0
    for point in summary.curve.points {
      guard let gap = point.gap, let rate = point.actualRate else { continue }
      reliability += point.weightSum * gap * gap / summary.weightSum
      resolution += point.weightSum * (rate - base) * (rate - base) / summary.weightSum
    }
    let identity = reliability - resolution + base * (1 - base)
    #expect(abs(try #require(summary.brierScore) - identity) < 1e-13, "seed \(seed)")
  }

  @Test func `unequal weights widen the interval to the effective sample size`() throws {
    let equal = try #require(BinStatistics(samples(0.5, positives: 5, of: 10)).rateInterval)
    #expect(equal == WilsonInterval(rate: 0.5, sampleSize: 10))
    let half = try #require(BinStatistics(samples(0.5, positives: 5, of: 10, weight: 0.5)).rateInterval)
    #expect(abs(half.lower - equal.lower) < 1e-15)
    let mixed = samples(0.5, positives: 5, of: 10) + [CalibrationSample(confidence: 0.5, outcome: true, weight: 10)]
    let uneven = BinStatistics(mixed)
    #expect(uneven.effectiveSampleSize == 400 / 110.0)
    let interval = try #require(uneven.rateInterval)
    #expect(interval.upper - interval.lower > equal.upper - equal.lower)
  }
}
