import Calibration
import Foundation
import TestSupport
import Testing

struct CalibrationMetricsTests {
  private struct Known: Sendable {
    let samples: [CalibrationSample]
    let brier, logLoss, skill, ece, mce, debiased, kish: Double
    let reliability, resolution, uncertainty, variance, covariance: Double
  }

  private static let known = [
    Known(
      samples: KnownForecasts.unweighted,
      brier: 0.2084791666666667,
      logLoss: 0.6041418360017937,
      skill: 0.16025174825174826,
      ece: 0.14291666666666664,
      mce: 0.42,
      debiased: -0.05737881944444444,
      kish: 24,
      reliability: 0.03984340277777778,
      resolution: 0.08159722222222222,
      uncertainty: 0.2482638888888889,
      variance: 0.0005802083333333335,
      covariance: -0.0013888888888888892
    ),
    Known(
      samples: KnownForecasts.weighted,
      brier: 0.23202450980392159,
      logLoss: 0.6523789903139537,
      skill: 0.07047246823257602,
      ece: 0.2193137254901961,
      mce: 0.59,
      debiased: -0.03530082477435416,
      kish: 18.512455516014235,
      reliability: 0.09035666044195456,
      resolution: 0.10654052470661467,
      uncertainty: 0.2496155324875048,
      variance: 0.00048515406162465,
      covariance: 0.0018923124805477745
    ),
  ]

  @Test(arguments: [0, 1])
  func `every metric is that of scikit-learn or of the formula`(index: Int) throws {
    let known = Self.known[index]
    let metrics = CalibrationMetrics(known.samples)
    let summary = metrics.summary
    let murphy = try #require(summary.murphy)
    let pairs: [(Double?, Double)] = [
      (summary.brierScore, known.brier), (metrics.logLoss, known.logLoss), (summary.brierSkillScore, known.skill),
      (summary.expectedCalibrationError, known.ece), (summary.maximumCalibrationError, known.mce),
      (summary.debiasedSquaredCalibrationError, known.debiased), (summary.effectiveSampleSize, known.kish),
      (murphy.reliability, known.reliability), (murphy.resolution, known.resolution),
      (murphy.uncertainty, known.uncertainty), (murphy.withinBinVariance, known.variance),
      (murphy.withinBinCovariance, known.covariance),
    ]
    for (position, pair) in pairs.enumerated() {
      let value = try #require(pair.0)
      #expect(abs(value - pair.1) < 1e-13, "metric \(position): \(value), not \(pair.1)")
    }
  }

  @Test func `no samples mean no value of any kind`() {
    for metrics in [
      CalibrationMetrics(), CalibrationMetrics([CalibrationSample(confidence: 0.3, outcome: true, weight: 0)]),
    ] {
      let summary = metrics.summary
      #expect(metrics.logLoss == nil)
      #expect(summary.brierScore == nil && summary.brierSkillScore == nil && summary.baseRate == nil)
      #expect(summary.meanConfidence == nil && summary.expectedCalibrationError == nil)
      #expect(summary.maximumCalibrationError == nil && summary.debiasedSquaredCalibrationError == nil)
      #expect(summary.murphy == nil && summary.isCalibrated == nil && summary.effectiveSampleSize == 0)
    }
  }

  @Test func `a certain error costs what the margin allows, and a certain truth nothing`() throws {
    let wrong = try #require(CalibrationMetrics([CalibrationSample(confidence: 0, outcome: true)]).logLoss)
    #expect(abs(wrong + log(1e-15)) < 1e-12)
    let right = try #require(CalibrationMetrics([CalibrationSample(confidence: 1, outcome: true)]).logLoss)
    #expect(abs(right) < 2e-15)
  }

  @Test func `there is no skill where everything or nothing came true`() {
    for outcome in [true, false] {
      let samples = (0..<50).map { CalibrationSample(confidence: Double($0) / 50, outcome: outcome, weight: 0.1) }
      #expect(CalibrationMetrics(samples).summary.brierSkillScore == nil)
      #expect(CalibrationMetrics(samples).summary.brierScore != nil)
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>, [2, 7, 10, 100])
  func `Murphy's parts and the within-bin terms add up to the Brier score`(seed: UInt64, binCount: Int) throws {
    var generator = TestGenerator(seed: seed)
    let samples = (0..<1500).map { _ in CalibrationSample.random(using: &generator) }
    let murphy = try #require(CalibrationMetrics(samples, binCount: binCount).summary.murphy)
    let brier = ReferenceFold(samples).statistics
    let sum = murphy.reliability - murphy.resolution + murphy.uncertainty + murphy.withinBinResidual
    #expect(abs(sum - brier.brierSum / brier.weightSum) < 1e-12, "seed \(seed)")
    // The residual by its own formula, not by what is missing.
    var residual = 0.0
    for bin in Dictionary(grouping: samples, by: { EqualWidthBins(count: binCount).index(of: $0.confidence) }).values {
      let fold = ReferenceFold(bin).statistics
      guard fold.weightSum > 0 else { continue }
      let rate = fold.outcomeSum / fold.weightSum
      for sample in bin {
        let distance = sample.confidence - fold.confidenceMean
        let surprise = (sample.outcome ? 1 : 0) - rate
        residual += sample.weight * (distance * distance - 2 * distance * surprise) / brier.weightSum
      }
    }
    #expect(abs(murphy.withinBinResidual - residual) < 1e-12, "seed \(seed)")
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `parts merged in any order are the whole, and what is taken out again leaves the rest`(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let samples = (0..<600).map { _ in CalibrationSample.random(using: &generator) }
    let rest = (0..<100).map { _ in CalibrationSample.random(using: &generator) }
    let parts = Dictionary(grouping: samples) { _ in Int.random(in: 0..<9, using: &generator) }.values
    var merged = CalibrationMetrics(rest)
    for part in parts.shuffled(using: &generator) { merged.merge(CalibrationMetrics(part)) }
    try Self.expectEqual(merged, CalibrationMetrics((samples + rest).shuffled(using: &generator)), "seed \(seed)")
    for part in parts.shuffled(using: &generator) { merged.unmerge(CalibrationMetrics(part)) }
    try Self.expectEqual(merged, CalibrationMetrics(rest), "seed \(seed)")
    for sample in rest { merged.remove(sample) }
    #expect(merged == CalibrationMetrics(), "seed \(seed): nothing leaves exact zeros")
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `groups of one confidence are the samples in them`(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let samples = (0..<800).map { _ in CalibrationSample.random(using: &generator) }
    var grouped = CalibrationMetrics()
    let groups = ConfidenceGroup.groups(of: samples)
    for group in groups { grouped.add(group) }
    #expect(groups.count == Set(samples.map(\.confidence)).count, "seed \(seed)")
    try Self.expectEqual(grouped, CalibrationMetrics(samples), "seed \(seed)")
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `a weight of three is three samples, but for what depends on their number`(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let samples = (0..<300).map { _ in CalibrationSample.random(using: &generator) }
    let heavy = samples.map { CalibrationSample(confidence: $0.confidence, outcome: $0.outcome, weight: 3) }
    let light = samples.map { CalibrationSample(confidence: $0.confidence, outcome: $0.outcome) }
    let one = CalibrationMetrics(heavy)
    let three = CalibrationMetrics(light + light + light)
    #expect(abs(try #require(one.logLoss) - #require(three.logLoss)) < 1e-12, "seed \(seed)")
    let (left, right) = (one.summary, three.summary)
    for path in [\CalibrationSummary.brierScore, \.baseRate, \.expectedCalibrationError, \.brierSkillScore] {
      #expect(abs(try #require(left[keyPath: path]) - #require(right[keyPath: path])) < 1e-12, "seed \(seed)")
    }
    #expect(abs(left.effectiveSampleSize - 300) < 1e-9)
    #expect(abs(right.effectiveSampleSize - 900) < 1e-9)
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `the debiased error is about nothing for a calibrated agent, where ECE isn't`(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    var (debiased, plain) = (0.0, 0.0)
    let rounds = 400
    for _ in 0..<rounds {
      let samples = (0..<100).map { _ -> CalibrationSample in
        let confidence = Double.random(in: 0...1, using: &generator)
        let weight = Double.random(in: 0.2...2, using: &generator)
        let outcome = Double.random(in: 0..<1, using: &generator) < confidence
        return CalibrationSample(confidence: confidence, outcome: outcome, weight: weight)
      }
      let summary = CalibrationMetrics(samples).summary
      debiased += try #require(summary.debiasedSquaredCalibrationError) / Double(rounds)
      plain += try #require(summary.expectedCalibrationError) / Double(rounds)
    }
    #expect(abs(debiased) < 0.002, "seed \(seed): \(debiased)")
    #expect(plain > 0.08, "seed \(seed): \(plain)")
  }

  private static func expectEqual(
    _ left: CalibrationMetrics,
    _ right: CalibrationMetrics,
    _ comment: Comment
  ) throws {
    for (one, other) in zip(left.bins, right.bins) { #expect(one.isClose(to: other), comment) }
    #expect(abs(try #require(left.logLoss) - #require(right.logLoss)) < 1e-12, comment)
    let (first, second) = (left.summary, right.summary)
    for path in [
      \CalibrationSummary.brierScore, \.baseRate, \.expectedCalibrationError, \.brierSkillScore, \.meanConfidence,
      \.maximumCalibrationError, \.debiasedSquaredCalibrationError, \.murphy?.reliability, \.murphy?.resolution,
    ] {
      #expect(abs(try #require(first[keyPath: path]) - #require(second[keyPath: path])) < 1e-9, comment)
    }
  }
}
