import Analytics
import EventModel
import TestSupport
import Testing

struct ConfidenceGapTests {
  private static func metric(_ samples: [(type: String, SampleSums)], daysAgo: Int = 10) throws -> Metric {
    let rows = samples.map { type, sums in Known.outcomes(sums.count, daysAgo: daysAgo, type: type, samples: sums) }
    return try #require(try Known.rep(AnalyticsInput(outcomes: rows))[.confidenceGap])
  }

  @Test func `a credible gap is said in words`() throws {
    let metric = try Self.metric([("send_email", Known.samples(89, of: 143, stated: 80))])
    let row = try #require(try metric.rows("by_action_type").first)
    #expect(abs(try #require(row.figure.value) - (0.8 - 89.0 / 143)) < 1e-12)
    #expect(row.number("stated") == 0.8)
    #expect(row.text("sentence") == "says 80 %, happens 62.2 %, 143 cases")
    #expect(row.text("verdict") == "overconfident")
    // Wilson's interval of 89 of 143 is 0.5407 to 0.6977 (SciPy's binomtest(89, 143).proportion_ci(method="wilson")).
    let interval = try #require(row.figure.interval)
    #expect(interval.method == .transformedWilson)
    #expect(abs(interval.low - (0.8 - 0.6977)) < 1e-3)
    #expect(abs(interval.high - (0.8 - 0.5407)) < 1e-3)
  }

  @Test func `a gap that may be none is a figure without a verdict`() throws {
    let metric = try Self.metric([("send_email", Known.samples(14, of: 20, stated: 80))])
    let row = try #require(try metric.rows("by_action_type").first)
    #expect(row.figure.value != nil)
    #expect(row["verdict"] == nil)
    #expect(row["sentence"] == nil)
  }

  @Test func `underconfidence is one too`() throws {
    let metric = try Self.metric([("call", Known.samples(80, of: 100, stated: 30))])
    #expect(try metric.rows("by_action_type").first?.text("verdict") == "underconfident")
  }

  @Test func `one miss of a sure agent is no verdict, though the interval alone would give one`() throws {
    let metric = try Self.metric([("call", Known.samples(0, of: 1, stated: 90))])
    let row = try #require(try metric.rows("by_action_type").first)
    #expect(try #require(row.figure.interval).low > 0)
    #expect(row["verdict"] == nil)
  }

  @Test func `opposite gaps cancel in the whole and stay in the parts`() throws {
    let metric = try Self.metric([
      ("call", Known.samples(30, of: 100, stated: 60)), ("send_email", Known.samples(90, of: 100, stated: 60)),
    ])
    #expect(abs(try #require(metric.figure.value)) < 1e-12)
    #expect(
      try metric.rows("by_action_type").map { $0.text("verdict") } == ["overconfident", "underconfident"]
    )
  }

  @Test func `samples of young days don't count`() throws {
    let metric = try Self.metric([("send_email", Known.samples(30, of: 100, stated: 80))], daysAgo: 0)
    #expect(metric.figure.value == nil)
    #expect(metric.figure.missing == "There are outcomes, but the windows of their days are still open.")
  }

  /// Confidences of one value are the worst case for the exact test; unequal ones make it more careful.
  @Test(arguments: [5, 20, 100, 1000])
  func `of honest agents at most one in twenty is accused`(sampleCount: Int64) throws {
    for percent in [10, 50, 83] as [Int64] {
      var generator = TestGenerator(seed: 7)
      let accused = try (0..<300).filter { _ in
        let successes = (0..<sampleCount).reduce(0) { sum, _ in sum + (generator.chance(Int(percent)) ? 1 : 0) }
        let metric = try Self.metric([("call", Known.samples(Int64(successes), of: sampleCount, stated: percent))])
        return try metric.rows("by_action_type").first?["verdict"] != nil
      }
      print("\(sampleCount) samples at \(percent) %: \(accused.count) of 300 honest agents accused")
      // Three standard errors of 5 % in 300 rounds above it.
      #expect(accused.count <= 26, "\(percent) %")
    }
  }
}
