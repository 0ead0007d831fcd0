import Calibration
import Insight
import TestSupport
import Testing

@testable import Workers

struct ForecastScoringTests {
  private static func groups(_ count: Int, digits: Double, seed: UInt64) -> [ConfidenceGroup] {
    var generator = TestGenerator(seed: seed)
    return (0..<count).map { _ in
      let confidence = Double.random(in: 0...1, using: &generator)
      return ConfidenceGroup(
        CalibrationSample(
          confidence: (confidence * digits).rounded() / digits,
          outcome: generator.chance(40),
          weight: Double(Int.random(in: 0...4, using: &generator))
        )
      )
    }
  }

  @Test(arguments: [0, 1, 99, 100, 101, 5000, 20_000], [10.0, 150, 1e15])
  func `groups come back ascending, each confidence once with all its weight, through any number of chunks`(
    count: Int,
    digits: Double
  ) throws {
    let groups = Self.groups(count, digits: digits, seed: UInt64(count) + 1)
    var sorter = ConfidenceSorter(chunkCountMax: 100)
    for group in groups { try sorter.add(group) }
    var sorted: [ConfidenceGroup] = []
    try sorter.forEachAscending { sorted.append($0) }
    // Whole weights, so that sums are exact in any order.
    var expected = groups.sorted { $0.confidence < $1.confidence }
    expected.collapse()
    #expect(sorted == expected)
    if digits == 10 { #expect(sorter.runCount == 0, "eleven confidences need no file") }
    if digits == 1e15, count > 100 { #expect(sorter.runCount > 1) }
  }

  @Test func `the score is that of the samples, however they are sorted`() throws {
    var generator = TestGenerator(seed: 12)
    let samples = (0..<3000).map { _ -> CalibrationSample in
      let confidence = Double.random(in: 0...1, using: &generator)
      return CalibrationSample(confidence: confidence, outcome: generator.chance(Int(confidence * 100)))
    }
    var scoring = ForecastScoring(binCount: 20)
    for sample in samples { try scoring.add(sample) }
    let score = try scoring.score()
    let expected = CalibrationMetrics(samples, binCount: 20)
    #expect(score.metrics.summary.sampleCount == 3000)
    #expect(abs(try #require(score.metrics.logLoss) - #require(expected.logLoss)) < 1e-12)
    for (bin, other) in zip(score.metrics.bins, expected.bins) { #expect(bin.isClose(to: other)) }
    #expect(score.isotonicFit == IsotonicFit(samples))
    #expect(score.equalMassCurve.points.map(\.sampleCount) == Array(repeating: 300, count: 10))
  }
}
