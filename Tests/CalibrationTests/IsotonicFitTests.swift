import Calibration
import TestSupport
import Testing

struct IsotonicFitTests {
  private static let queries = [
    0, 0.05, 0.12, 0.2, 0.3, 0.33, 0.4, 0.5, 0.58, 0.65, 0.72, 0.8, 0.85, 0.93, 1.0,
  ]
  private static let unweighted = [
    0, 0, 0.2857142857142857, 0.2857142857142857, 0.2857142857142857, 0.4142857142857144, 0.5, 0.5, 0.6285714285714283,
    0.7142857142857143, 0.7142857142857143, 0.7142857142857143, 0.857142857142857, 1, 1,
  ]
  private static let weighted = [
    0, 0, 0.14285714285714285, 0.26666666666666666, 0.26666666666666666, 0.40666666666666684, 0.5, 0.5686274509803921,
    0.5686274509803921, 0.5686274509803921, 0.5686274509803921, 0.5686274509803921, 0.7843137254901958, 1, 1,
  ]

  @Test func `fit and prediction are those of scikit-learn, ties and weights too`() throws {
    for (samples, expected) in [
      (KnownForecasts.unweighted, Self.unweighted), (KnownForecasts.weighted, Self.weighted),
    ] {
      let fit = IsotonicFit(samples)
      for (query, value) in zip(Self.queries, expected) {
        #expect(abs(try #require(fit.rate(of: query)) - value) < 1e-12, "\(query)")
      }
    }
  }

  @Test func `the parts without bins follow from scikit-learn's fit`() throws {
    // brier_score_loss of the forecasts and of IsotonicRegression's predictions for them.
    for (samples, brier, fitted, uncertainty) in [
      (KnownForecasts.unweighted, 0.2084791666666667, 0.18154761904761907, 0.2482638888888889),
      (KnownForecasts.weighted, 0.23202450980392159, 0.18781787224693802, 0.2496155324875048),
    ] {
      let corp = try #require(IsotonicFit(samples).corp)
      #expect(abs(corp.miscalibration - (brier - fitted)) < 1e-13)
      #expect(abs(corp.discrimination - (uncertainty - fitted)) < 1e-13)
      #expect(abs(corp.uncertainty - uncertainty) < 1e-13)
    }
  }

  @Test(arguments: 1...100 as ClosedRange<UInt64>)
  func `each confidence has the largest least mean of the ranges around it`(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    let samples = (0..<Int.random(in: 1...60, using: &generator)).map { _ in
      CalibrationSample.random(using: &generator)
    }
    let groups = ConfidenceGroup.groups(of: samples).filter { $0.weightSum > 0 }
    let fit = IsotonicFit(samples.shuffled(using: &generator))
    for index in groups.indices {
      // Barlow et al. (1972): max over s <= i of min over t >= i of the mean of s...t.
      let expected = (0...index).map { start in
        (index..<groups.count).map { end in
          let range = groups[start...end]
          return range.reduce(0) { $0 + $1.outcomeSum } / range.reduce(0) { $0 + $1.weightSum }
        }.min() ?? 0
      }.max()
      #expect(abs((fit.rate(of: groups[index].confidence) ?? -1) - (expected ?? -2)) < 1e-9, "seed \(seed)")
    }
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `it never falls, keeps every weight, and its parts add up to the Brier score`(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let samples = (0..<2000).map { _ in CalibrationSample.random(using: &generator) }
    let fit = IsotonicFit(samples)
    for (left, right) in zip(fit.blocks, fit.blocks.dropFirst()) {
      #expect(left.upper < right.lower && left.rate < right.rate, "seed \(seed)")
    }
    let values = (0...1000).compactMap { fit.rate(of: Double($0) / 1000) }
    #expect(values.count == 1001)
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 }, "seed \(seed)")
    let reference = ReferenceFold(samples).statistics
    #expect(abs(fit.blocks.reduce(0) { $0 + $1.weightSum } - reference.weightSum) < 1e-9, "seed \(seed)")
    let corp = try #require(fit.corp)
    let sum = corp.miscalibration - corp.discrimination + corp.uncertainty
    #expect(abs(sum - reference.brierSum / reference.weightSum) < 1e-12, "seed \(seed)")
  }

  @Test func `without evidence there is no fit`() {
    #expect(IsotonicFit().rate(of: 0.5) == nil)
    #expect(IsotonicFit().corp == nil)
    let weightless = IsotonicFit([CalibrationSample(confidence: 0.5, outcome: true, weight: 0)])
    #expect(weightless.blocks.isEmpty && weightless.corp == nil)
  }
}
