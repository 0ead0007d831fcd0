import Coaching
import EventModel
import TestSupport
import Testing

struct CoachingReportTests {
  private static func tally(_ counts: [(AttributeValue, successes: Int, trials: Int)]) -> CoachingTally {
    var tally = CoachingTally()
    for (value, successes, trials) in counts {
      for index in 0..<trials { tally.add(CoachingObservation(isSuccess: index < successes, values: [value])) }
    }
    return tally
  }

  @Test func `nothing gives no patterns`() {
    let report = CoachingReport(CoachingTally())
    #expect(report.patterns.isEmpty && report.confounded.isEmpty)
    #expect(report.testCount == 0 && report.untestedValueCount == 0 && report.overall == .zero)
  }

  /// The benchmark's `too_small`: a lift of 8 in 14 rows, with a p value of 0.0012 by the z test and 0.0047 exactly.
  @Test func `fourteen outcomes are no pattern, however large the lift`() {
    let tally = Self.tally([
      (.rep(RepID("anna")), successes: 6, trials: 6), (.rep(RepID("ben")), successes: 1, trials: 8),
    ])
    let report = CoachingReport(tally)
    #expect(report.patterns.isEmpty && report.confounded.isEmpty)
    #expect(report.testCount == 0 && report.untestedValueCount == 1)
    // Were the minimum lower, it would still be none among thirty tests of nothing.
    let chance = (0..<30).map { (AttributeValue.persona(PersonaName("\($0)")), successes: 2, trials: 8) }
    var crowd = tally
    crowd.merge(Self.tally(chance))
    var policy = CoachingPolicy()
    policy.sampleCountMin = 6
    #expect(CoachingReport(tally, policy: policy).patterns.count == 1)
    #expect(CoachingReport(crowd, policy: policy).patterns.isEmpty)
  }

  @Test func `a difference below the minimum is none, however sure it is`() {
    let tally = Self.tally([
      (.channel(ChannelName("email")), successes: 2200, trials: 10_000),
      (.channel(ChannelName("phone")), successes: 2000, trials: 10_000),
    ])
    #expect(CoachingReport(tally).patterns.isEmpty)
    var policy = CoachingPolicy()
    policy.differenceMin = 0.01
    #expect(CoachingReport(tally, policy: policy).patterns.map(\.evidence.value) == [.channel(ChannelName("email"))])
  }

  @Test func `what is not told apart is never a pattern`() throws {
    let counts = (100..<230).map { index in
      (AttributeValue.rep(RepID("rep \(index)")), successes: index < 200 ? 4 : 36, trials: 40)
    }
    let tally = Self.tally(counts)
    let report = CoachingReport(tally)
    #expect(report.testCount == 100)
    let values = (report.patterns.map(\.evidence) + report.confounded.map(\.evidence)).map(\.value)
    #expect(!values.contains { $0.isOther })
    let first = try #require(report.patterns.first { $0.evidence.value == .rep(RepID("rep 100")) })
    #expect(first.evidence.comparison.rest.trials == 40 * 129, "the others are part of the rest")
    #expect(first.kind == .improvementArea)
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `the order of outcomes and of merging changes no digit`(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    let world = SampleWorld(conversationCount: 600) { $0.rep == "anna" ? 0.45 : 0.25 }
    let conversations = (0..<world.conversationCount).map { _ in world.conversation(&generator) }
    var (one, other, part) = (CoachingTally(), CoachingTally(), CoachingTally())
    for conversation in conversations { one.add(conversation: conversation) }
    for (index, conversation) in conversations.shuffled(using: &generator).enumerated() {
      if index < 200 { part.add(conversation: conversation) } else { other.add(conversation: conversation) }
    }
    other.merge(part)
    #expect(CoachingReport(one) == CoachingReport(other), "seed \(seed)")
    #expect(CoachingReport(one).patterns.isEmpty == false, "seed \(seed)")
  }
}
