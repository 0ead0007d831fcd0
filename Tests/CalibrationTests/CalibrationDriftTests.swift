import Calibration
import TestSupport
import Testing

struct CalibrationDriftTests {
  /// Samples whose true rate is a function of what is stated.
  private static func samples(
    _ count: Int,
    using generator: inout TestGenerator,
    isWeighted: Bool = false,
    rate: (Double) -> Double
  ) -> [CalibrationSample] {
    (0..<count).map { _ in
      let confidence = Double(Int.random(in: 5...95, using: &generator)) / 100
      let outcome = Double.random(in: 0..<1, using: &generator) < rate(confidence)
      let weight = isWeighted ? Double.random(in: 0.1...2, using: &generator) : 1
      return CalibrationSample(confidence: confidence, outcome: outcome, weight: weight)
    }
  }

  private static func changeShare(
    seed: UInt64,
    rounds: Int,
    counts: (Int, Int),
    isWeighted: Bool = false,
    before: (Double) -> Double,
    after: (Double) -> Double
  ) -> Double {
    var generator = TestGenerator(seed: seed)
    let changed = (0..<rounds).filter { _ in
      let first = samples(counts.0, using: &generator, isWeighted: isWeighted, rate: before)
      let second = samples(counts.1, using: &generator, isWeighted: isWeighted, rate: after)
      switch CalibrationDrift(from: PeriodGaps(first), to: PeriodGaps(second)).statement {
      case .insufficientData, .unchanged: return false
      case .moreConfident, .lessConfident, .changedShape: return true
      }
    }
    return Double(changed.count) / Double(rounds)
  }

  @Test(arguments: [(50, 50), (200, 200), (60, 500), (400, 100)])
  func `an unchanged agent is said to have changed about once in twenty`(first: Int, second: Int) {
    for (name, rate) in [
      ("calibrated", { $0 }), ("overconfident", { $0 * 0.6 }), ("extreme", { $0 < 0.5 ? 0.01 : 0.99 }),
    ] as [(String, (Double) -> Double)] {
      for isWeighted in [false, true] {
        let share = Self.changeShare(
          seed: 20_260_301,
          rounds: 600,
          counts: (first, second),
          isWeighted: isWeighted,
          before: rate,
          after: rate
        )
        print("\(name), \(first) and \(second) samples, weighted \(isWeighted): \(share) false alarms")
        // Three standard errors of 5 % in 600 rounds above it.
        #expect(share <= 0.077, "\(name), weighted \(isWeighted)")
        if name != "extreme" { #expect(share >= 0.02, "\(name), weighted \(isWeighted): the test is blunt") }
      }
    }
  }

  @Test func `a change is seen with the more samples the more often`() {
    let power = [100, 200, 400, 800].map { count in
      Self.changeShare(
        seed: 7,
        rounds: 300,
        counts: (count, count),
        before: { $0 },
        after: { max($0 - 0.15, 0) }
      )
    }
    print("power against a change of the gap by 0.15, 100, 200, 400 and 800 samples a period: \(power)")
    #expect(power[0] > 0.2)
    #expect(power[1] > power[0])
    #expect(power[3] > 0.99)
  }

  @Test func `a change that cancels in the mean is a changed shape`() {
    var generator = TestGenerator(seed: 3)
    let first = Self.samples(1000, using: &generator) { $0 }
    let second = Self.samples(1000, using: &generator) { $0 < 0.5 ? $0 + 0.25 : $0 - 0.25 }
    let drift = CalibrationDrift(from: PeriodGaps(first), to: PeriodGaps(second))
    #expect(drift.statement == .changedShape, "\(drift)")
  }

  @Test func `the statement has a direction`() {
    var generator = TestGenerator(seed: 4)
    let honest = Self.samples(500, using: &generator) { $0 }
    let boasting = Self.samples(500, using: &generator) { $0 * 0.5 }
    let up = CalibrationDrift(from: PeriodGaps(honest), to: PeriodGaps(boasting))
    #expect(up.statement == .moreConfident)
    #expect((up.comparison?.gapChange ?? 0) > 0.15)
    let down = CalibrationDrift(from: PeriodGaps(boasting), to: PeriodGaps(honest))
    #expect(down.statement == .lessConfident)
    #expect(down.comparison?.meanScore == up.comparison.map { -$0.meanScore })
  }

  @Test func `below the minimum nothing is said`() {
    var generator = TestGenerator(seed: 5)
    let few = PeriodGaps(Self.samples(49, using: &generator) { $0 })
    let many = PeriodGaps(Self.samples(500, using: &generator) { $0 * 0.3 })
    for drift in [
      CalibrationDrift(from: few, to: many), CalibrationDrift(from: many, to: few),
      CalibrationDrift(from: PeriodGaps(), to: PeriodGaps(), sampleCountMin: 0),
    ] {
      #expect(drift.statement == .insufficientData)
      #expect(drift.comparison == nil)
    }
    #expect(CalibrationDrift(from: few, to: many).sampleCountBefore == 49)
    #expect(CalibrationDrift(from: PeriodGaps(), to: many).meanGapBefore == nil)
  }

  /// Twelve samples in two bins by hand; the p values from SciPy 1.17.1, `2 * norm.sf(z)` and `chi2.sf(x, 2)`.
  @Test func `the numbers are those of the formulas`() throws {
    func period(_ high: [Bool], _ low: [Bool]) -> PeriodGaps {
      PeriodGaps(
        high.map { CalibrationSample(confidence: 0.75, outcome: $0) }
          + low.map { CalibrationSample(confidence: 0.25, outcome: $0) }
      )
    }
    let drift = CalibrationDrift(
      from: period([true, true, true], [false, false, true]),
      to: period([true, false, false], [false, false, false]),
      sampleCountMin: 1,
      binSampleCountMin: 3
    )
    let comparison = try #require(drift.comparison)
    #expect(comparison.binCount == 2)
    #expect(abs(comparison.gapChange - 0.5) < 1e-15)
    #expect(abs(comparison.meanScore - 2.0380986614602725) < 1e-12)
    #expect(abs(comparison.meanProbability - 0.04154006700988516) < 1e-12)
    #expect(abs(try #require(comparison.binStatistic) - 3.500000000000001) < 1e-12)
    #expect(abs(try #require(comparison.binProbability) - 0.17377394345044508) < 1e-12)
    #expect(drift.statement == .unchanged)
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func `periods merged from parts, and shuffled, are the same`(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let first = Self.samples(300, using: &generator, isWeighted: true) { $0 }
    let second = Self.samples(300, using: &generator, isWeighted: true) { $0 * 0.8 }
    let whole = try #require(CalibrationDrift(from: PeriodGaps(first), to: PeriodGaps(second)).comparison)
    var merged = PeriodGaps(first.prefix(100))
    merged.merge(PeriodGaps(first.dropFirst(100).shuffled(using: &generator)))
    let again = try #require(
      CalibrationDrift(from: merged, to: PeriodGaps(second.shuffled(using: &generator))).comparison
    )
    #expect(abs(whole.meanScore - again.meanScore) < 1e-9, "seed \(seed)")
    #expect(abs(try #require(whole.binStatistic) - #require(again.binStatistic)) < 1e-9, "seed \(seed)")
  }
}
