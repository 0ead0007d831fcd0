import Coaching
import EventModel
import PostgresClient
import Store
import TestSupport
import Testing

@testable import Insight

/// What is looked at, and how much of it.
@Suite(.timeLimit(.minutes(10))) struct CoachingBoundsTests {
  private static let now = TestFleet.now

  private static func sql(_ time: Timestamp) -> String {
    "(timestamptz 'epoch' + \(time.microseconds) * interval '1 microsecond')"
  }

  /// One outcome with its event; the number makes its ids.
  private struct Row {
    var number: Int
    var actedAt: Timestamp
    var windowExpiresAt = CoachingBoundsTests.now - .days(1)
    var status = "positive"
    var tenant = 1
    var conversation = 1
    var rep: String?

    var sql: String {
      let (tenant, event) = (TestEvent.tenant(tenant), TestEvent.eventID(number))
      let conversation = TestEvent.conversation(conversation)
      let acted = CoachingBoundsTests.sql(actedAt)
      return """
        INSERT INTO learning.events (tenant_id, event_id, conversation_state_id, occurred_at, event_type, content_digest,
          action_type, predicted_confidence, payload, recorded_at)
        VALUES ('\(tenant)', '\(event)', '\(conversation)', \(acted), 'agent.action', '', 'send_email', 0.5, '{}', now());
        INSERT INTO learning.outcome_records (tenant_id, outcome_id, action_event_id, conversation_state_id, acted_at,
          window_expires_at, created_at, updated_at, predicted_confidence, evidence_weight, revision, is_primary,
          sample_state, outcome_type, outcome_status, action_type, action_id, rep_id)
        VALUES ('\(tenant)', '\(TestEvent.uuid(4, number))', '\(event)', '\(conversation)', \(acted),
          \(CoachingBoundsTests.sql(windowExpiresAt)), now(), now(), 0.5, 1, 1, true, 'none', 'email_engagement',
          '\(status)', 'send_email', '', \(rep.map { "'\($0)'" } ?? "NULL"))
        """
    }
  }

  private static func store(_ rows: [Row], in fleet: TestFleet) async throws {
    // A command line takes only so much.
    for start in stride(from: 0, to: rows.count, by: 50) {
      try await fleet.execute(rows[start..<min(start + 50, rows.count)].map(\.sql).joined(separator: ";\n"))
    }
  }

  private static func coaching(
    _ fleet: TestFleet,
    limits: CoachingLimits = CoachingLimits(outcomeCountMax: 1000),
    dayCount: Int = 10
  ) async throws -> TenantCoaching {
    try await CoachingReader(of: TestEvent.tenant(1), in: fleet.postgres, limits: limits)
      .coaching(dayCount: dayCount, asOf: now)
  }

  @Test("a period begins with its first microsecond, ends before its last, and counts what is matured and decided")
  func edges() async throws {
    try await TestFleet.with { fleet in
      let tick = TimeInterval(microseconds: 1)
      let (first, middle) = (Self.now - .days(10), Self.now - .days(5))
      // Each one that counts is alone in its conversation.
      try await Self.store(
        [
          Row(number: 1, actedAt: first, conversation: 1),
          Row(number: 2, actedAt: first - tick, conversation: 2),
          Row(number: 3, actedAt: Self.now - tick, windowExpiresAt: Self.now, conversation: 3),
          Row(number: 4, actedAt: Self.now, windowExpiresAt: Self.now, conversation: 4),
          Row(number: 5, actedAt: middle, windowExpiresAt: Self.now + tick, conversation: 5),
          Row(number: 6, actedAt: middle, status: "pending", conversation: 6),
          Row(number: 7, actedAt: middle, status: "ambiguous", conversation: 7),
          Row(number: 8, actedAt: middle, status: "negative", conversation: 8),
          Row(number: 9, actedAt: middle, status: "expired", conversation: 9),
          Row(number: 10, actedAt: middle, tenant: 2, conversation: 10),
        ],
        in: fleet
      )
      let overall = try await Self.coaching(fleet).report.overall
      #expect(overall == SuccessCount(trials: 4, successes: 2), "1 and 3 succeeded, 8 and 9 didn't")
      let day = try await Self.coaching(fleet, dayCount: 1).report.overall
      #expect(day == SuccessCount(trials: 1, successes: 1))
      let longer = try await Self.coaching(fleet, dayCount: 366).report.overall
      #expect(longer == SuccessCount(trials: 5, successes: 3))
    }
  }

  @Test("the latest outcomes count up to the bound, and the report says how many it left out")
  func bound() async throws {
    try await TestFleet.with { fleet in
      // The later half succeeded. Ties of time at the bound are cut by their ids.
      let rows = (0..<60).map { number in
        Row(
          number: number,
          actedAt: Self.now - .hours(Int64(120 - number / 3)),
          status: number < 30 ? "negative" : "positive",
          conversation: number % 7
        )
      }
      try await Self.store(rows, in: fleet)
      for (bound, successes) in [(1, 1), (29, 29), (30, 30), (40, 30), (59, 30), (60, 30), (61, 30)] as [(Int, Int64)] {
        let found = try await Self.coaching(fleet, limits: CoachingLimits(outcomeCountMax: bound))
        let count = Int64(min(bound, 60))
        #expect(found.report.overall == SuccessCount(trials: count, successes: successes), "bound \(bound)")
        #expect(found.leftOutCount == 60 - count, "bound \(bound)")
      }
    }
  }

  @Test("pages of any size give the same report, and conversations stay whole")
  func pages() async throws {
    try await TestFleet.with { fleet in
      let seed: UInt64 = 5
      let world = CoachingWorld(seed: seed, conversationCount: 60) { _, _ in 0.5 }
      try await fleet.settleOutcomes(of: world.events)
      let whole = try await Self.coaching(fleet, dayCount: 60)
      #expect(whole.report.overall.trials > 80)
      for (selection, outcomes) in [(1, 1), (2, 3), (7, 2), (500, 10), (3, 500)] {
        let limits = CoachingLimits(
          outcomeCountMax: 1000,
          selectionPageCount: selection,
          outcomePageCount: outcomes
        )
        let found = try await Self.coaching(fleet, limits: limits, dayCount: 60)
        #expect(found.report == whole.report, "seed \(seed), pages of \(selection) and \(outcomes)")
      }
    }
  }

  @Test("with more reps than are told apart the frequent ones are, whatever their names")
  func manyReps() async throws {
    try await TestFleet.with { fleet in
      // The last of the names acted most often, and always in vain.
      var rows: [Row] = []
      for number in 0..<400 {
        let isLast = number.isMultiple(of: 4)
        var row = Row(number: number, actedAt: Self.now - .hours(Int64(100 + number % 50)), conversation: number)
        row.rep = isLast ? "zoe" : "rep \(1000 + number % 150)"
        row.status = isLast ? "expired" : "positive"
        rows.append(row)
      }
      try await Self.store(rows, in: fleet)
      let report = try await Self.coaching(fleet).report
      let zoe = try #require(report.patterns.first { $0.evidence.value == .rep(RepID("zoe")) })
      #expect(zoe.kind == .improvementArea && zoe.evidence.comparison.group.trials == 100)
    }
  }

  @Test("an outcome whose event is gone counts with what its row says")
  func goneEvent() async throws {
    try await TestFleet.with { fleet in
      try await Self.store([Row(number: 1, actedAt: Self.now - .days(2), rep: "anna")], in: fleet)
      try await fleet.execute("DELETE FROM learning.events")
      #expect(try await Self.coaching(fleet).report.overall == SuccessCount(trials: 1, successes: 1))
    }
  }
}
