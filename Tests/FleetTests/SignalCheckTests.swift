import EventModel
import PostgresClient
import TestSupport
import Testing

@testable import Workers

/// The safety net below the events.
@Suite(.timeLimit(.minutes(5))) struct SignalCheckTests {
  private static let events: [TestEvent] = [
    .action(1), .reply(2),
    .action(3, conversation: 2, type: "schedule_meeting"), .reply(4, conversation: 2, type: "meeting_attended"),
    .action(5, conversation: 3, type: "escalate"), .reply(6, conversation: 3, type: "escalation_resolved"),
    .action(7, conversation: 4, type: "propose"), .stage(8, conversation: 4, to: "discovery"),
    // Pending, and rightly so.
    .action(9, conversation: 5), .reply(10, conversation: 5, type: "auto_reply"),
    .action(11, conversation: 6, type: "propose"),
  ]

  private static func outcomes(_ fleet: TestFleet) async throws -> String {
    try await fleet.execute(
      """
      SELECT outcome_type, outcome_status, outcome_score, signal_event_id, resolved_at FROM learning.outcome_records
      ORDER BY outcome_id
      """
    )
  }

  @Test("an outcome that a recorded signal should have decided is found by the check of its window, and by no other")
  func missed() async throws {
    try await TestFleet.with { fleet in
      let now = TestEvent.start + .hours(2)
      let fleet = fleet.at(now)
      try await fleet.publish(Self.events)
      try await fleet.settle()
      let whole = try await Self.outcomes(fleet)
      let jobs: [ScheduledJob: String] = [
        .immediateSignals: "email_engagement", .engagementSignals: "meeting_outcome", .dealSignals: "deal_progression",
      ]
      for (job, type) in jobs {
        // As if the fold after the signal had never been.
        try await fleet.execute(
          """
          UPDATE learning.outcome_records
          SET outcome_status = 'pending', outcome_score = NULL, signal_event_id = NULL, signal_source = NULL,
            resolved_at = NULL
          WHERE outcome_type = '\(type)' AND outcome_status = 'positive'
          """
        )
        #expect(try await Self.outcomes(fleet) != whole)
        for other in jobs.keys where other != job {
          #expect(try await LearningScheduler(context: try fleet.context()).run(other, asOf: now) == 0)
        }
        #expect(try await LearningScheduler(context: try fleet.context()).run(job, asOf: now) == 1, "\(job)")
        #expect(try await Self.outcomes(fleet) == whole, "\(job)")
        #expect(try await LearningScheduler(context: try fleet.context()).run(job, asOf: now) == 0, "\(job)")
      }
    }
  }

  @Test("windows that close at the same minute are closed in bounded batches, by all schedulers together")
  func together() async throws {
    try await TestFleet.with { fleet in
      let count = 6 * WindowSweep.batchCountMax
      try await fleet.publish((0..<count).map { .action($0, conversation: $0) })
      try await fleet.at(TestEvent.start).settle()
      let due = TestEvent.start + .hours(25)
      let counts = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<3 { group.addTask { try await fleet.sweep(asOf: due) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(counts.reduce(0, +) == count, "\(counts)")
      #expect(counts.filter { $0 > 0 }.count > 1, "\(counts)")
      let expired = try await fleet.execute(
        "SELECT count(*) FROM learning.outcome_records WHERE outcome_status = 'expired'"
      )
      #expect(expired == "\(count)")
      try await fleet.settle()
      #expect(try await fleet.verify(at: due).found == [:])
    }
  }
}
