import EventModel
import PostgresClient
import SettingModel
import Store
import TestSupport
import Testing

@testable import Workers

@Suite(.timeLimit(.minutes(10))) struct RetentionTests {
  /// In the middle of June 2026: of three months, March is the first that is kept.
  private static let later = TestEvent.start + .days(133)
  private static let march: Int64 = 24 * 30
  private static let may: Int64 = 24 * 100

  /// A fleet in June, with whole months.
  private static func with(_ body: (TestFleet) async throws -> Void) async throws {
    try await TestFleet.with { fleet in
      try await fleet.execute(TestFleet.months(middle: "2026-02-01 00:00:00+00"))
      try await body(fleet.at(later))
    }
  }

  private static func keep(_ months: String?, tenant: Int, _ fleet: TestFleet) async throws {
    try await TenantSettings(of: TestEvent.tenant(tenant), in: fleet.postgres).set(
      .retention(.months),
      to: months,
      now: TestFleet.now
    )
  }

  private static func run(_ fleet: TestFleet) async throws -> RetentionReport {
    let context = try fleet.context("keeper")
    let report = try await RetentionJob(context: context).run(asOf: later)
    await context.postgres.close()
    return report
  }

  /// Everything is recorded, decided, sampled and rolled up.
  private static func settle(_ fleet: TestFleet) async throws {
    try await fleet.drainWorkers()
    try await fleet.sweep(asOf: later)
    try await fleet.drainRollups()
    try await fleet.drainAggregators()
    try await fleet.drainRollups()
  }

  private static func conversations(_ fleet: TestFleet, tenant: Int = 1) async throws -> String {
    try await fleet.execute(
      """
      SELECT string_agg(right(conversation_state_id::text, 1), ' ' ORDER BY conversation_state_id)
      FROM learning.conversations WHERE tenant_id = '\(TestEvent.tenant(tenant))'
      """
    )
  }

  private static let events: [TestEvent] = [
    // 1 is old; 2 went on in March; 3 is old, and so is 4, which shares a deal with it; 5 is old and shares one with 6.
    .action(1, conversation: 1), .reply(2, conversation: 1, at: 3), .action(3, conversation: 2),
    .action(4, conversation: 2, at: march), .action(5, conversation: 3), .action(6, conversation: 4, at: 2),
    .won(7, conversations: [3, 4], at: 5), .action(8, conversation: 5), .action(9, conversation: 6, at: may),
    .won(10, conversations: [5, 6], at: 6),
    .action(11, tenant: 2, conversation: 1), .reply(12, tenant: 2, conversation: 1, at: 3),
  ]

  @Test("conversations go whole at the end of their tenant's retention; bins, figures and the check stay as they were")
  func removal() async throws {
    try await Self.with { fleet in
      try await fleet.publish(Self.events)
      try await Self.settle(fleet)
      #expect(try await Self.run(fleet).conversationsRemoved == 0, "nobody asked for it")
      let bins = "SELECT action_type, bin_index, sample_count, outcome_sum FROM learning.calibration_bins ORDER BY 1, 2"
      let (figures, binned) = (try await fleet.rollups(), try await fleet.execute(bins))
      #expect(figures.contains { $0.hasPrefix("impact") })
      try await Self.keep("3", tenant: 1, fleet)
      let report = try await Self.run(fleet)
      #expect(report.conversationsRemoved == 3 && report.rowsRemoved > 15)
      #expect(report.job.detail.hasPrefix("{\"count\":3,\"rows_removed\":\(report.rowsRemoved),"))
      #expect(try await Self.conversations(fleet) == "2 5 6")
      #expect(try await Self.conversations(fleet, tenant: 2) == "1")
      for table in ["events", "event_keys", "outcome_records", "conversions"] {
        let left =
          "SELECT count(*) FROM learning.\(table) WHERE right(conversation_state_id::text, 1) IN ('1', '3', '4')"
        #expect(try await fleet.execute(left + " AND tenant_id = '\(TestEvent.tenant(1))'") == "0", "\(table)")
      }
      #expect(try await fleet.execute("SELECT count(*) FROM learning.calibration_samples WHERE is_detached") == "3")
      #expect(try await fleet.rollups() == figures)
      #expect(try await fleet.execute(bins) == binned)
      try await fleet.expectSoundRollups("removed")
      let verified = try await fleet.verify()
      #expect(verified.found == [:])
      #expect(verified.entries.pastRetention == 5)
      let scheduler = LearningScheduler(context: try fleet.context("scheduler"))
      #expect(try await scheduler.run(.retention, asOf: Self.later) == 0, "done is done")
    }
  }

  @Test("what was removed doesn't come back by a replay, and old news of it is passed over")
  func replay() async throws {
    try await Self.with { fleet in
      try await fleet.publish(Self.events)
      try await Self.settle(fleet)
      try await Self.keep("3", tenant: 1, fleet)
      #expect(try await Self.run(fleet).conversationsRemoved == 3)
      let before = try await fleet.dump()
      try await fleet.publish(Self.events + [.reply(20, conversation: 1, at: 4), .action(21, conversation: 9)])
      // Forgetting the setting brings nothing back either.
      try await Self.keep(nil, tenant: 1, fleet)
      try await Self.settle(fleet)
      #expect(try await fleet.dump() == before)
      #expect(try await fleet.letters().isEmpty)
      #expect(try await fleet.verify().found == [:])
      // News of today does, and begins a conversation anew.
      try await fleet.publish([.action(22, conversation: 1, at: Self.may)])
      try await Self.settle(fleet)
      #expect(try await Self.conversations(fleet) == "1 2 5 6")
      #expect(try await fleet.verify().found == [:])
    }
  }

  @Test("a conversation stays as long as something of it is still to be done")
  func unfinished() async throws {
    try await Self.with { fleet in
      try await fleet.publish((1...4).map { .action($0, conversation: $0) })
      try await fleet.drainWorkers()
      try await Self.keep("3", tenant: 1, fleet)
      #expect(try await Self.run(fleet).conversationsRemoved == 0, "windows are open")
      try await fleet.sweep(asOf: Self.later)
      #expect(try await Self.run(fleet).conversationsRemoved == 0, "samples are on their way")
      try await fleet.drainAggregators()
      try await fleet.drainWorkers()
      try await fleet.drainAggregators()
      let key = ConversationKey(tenantID: TestEvent.tenant(1), conversationID: TestEvent.conversation(1))
      _ = try await fleet.postgres.send(MarkDue([key], reason: .label, since: Self.later))
      try await fleet.postgres.transaction { holder in
        let held = ConversationKey(tenantID: TestEvent.tenant(1), conversationID: TestEvent.conversation(2))
        _ = try await holder.send(ClaimConversations([held]))
        #expect(try await Self.run(fleet).conversationsRemoved == 2)
      }
      #expect(try await Self.conversations(fleet) == "1 2")
      try await Self.settle(fleet)
      #expect(try await Self.run(fleet).conversationsRemoved == 2)
      try await fleet.expectSoundRollups("removed")
      #expect(try await fleet.verify().found == [:])
    }
  }

  @Test("a month is dropped when it is over and empty, and its time belongs to the history from then on")
  func dropping() async throws {
    try await Self.with { fleet in
      try await fleet.publish(Self.events)
      try await Self.settle(fleet)
      let first = try await Self.run(fleet)
      // January is empty. February isn't, and neither the worker nor the owner can make the function drop it.
      #expect(first.partitionsDropped == 2)
      #expect(try await fleet.monthStarts().first == "2026-02")
      #expect(try await fleet.postgres.send(DropEmptyMonth(until: Self.later)) == [0])
      await #expect(throws: PostgresError.self) {
        _ = try await fleet.postgres.send(DropEmptyMonth(until: Self.later + .days(3650)))
      }
      // Of 5 and 6 the newest event is in May, and the shared deal in February.
      for tenant in [1, 2] { try await Self.keep("3", tenant: tenant, fleet) }
      #expect(try await Self.run(fleet).partitionsDropped == 0)
      try await fleet.execute("DELETE FROM learning.events WHERE occurred_at < '2026-03-01'")
      try await fleet.execute("DELETE FROM learning.outcome_records WHERE acted_at < '2026-03-01'")
      #expect(try await Self.run(fleet).partitionsDropped == 2)
      #expect(try await fleet.monthStarts().first == "2026-03")
      // Imports of years ago, of a tenant that keeps everything, find their place all the same.
      try await fleet.publish([.action(40, tenant: 3), .action(41, tenant: 3, at: -24 * 2000)])
      try await fleet.drainWorkers()
      #expect(try await fleet.execute("SELECT count(*) FROM learning.events_history") == "2")
    }
  }

  @Test("what people say of a conversation keeps it where they were first, and is refused where the removal was")
  func feedback() async throws {
    try await Self.with { fleet in
      try await fleet.publish([.action(1), .action(2, conversation: 2)])
      try await Self.settle(fleet)
      let keys = (1...2).map {
        ConversationKey(tenantID: TestEvent.tenant(1), conversationID: TestEvent.conversation($0))
      }
      let batch = RemovalBatch(tenant: TestEvent.tenant(1), before: Self.later)
      let speaker = try await PostgresConnection.connect(
        PostgresConfiguration(fleet.postgresServer.socketURL(database: fleet.database))
      )
      try await speaker.executeScript("BEGIN; \(TestFleet.feedback(to: keys[1]))")
      let removal = Task { try await fleet.postgres.transaction { try await batch.remove([keys[1]], in: $0) } }
      try await Wait.until("the removal waits") { try await fleet.oldestWait() > 0 }
      try await speaker.executeScript("COMMIT")
      #expect(try await removal.value.conversationCount == 0, "it is marked due by then")
      await speaker.close()

      let late = try await fleet.postgres.transaction { transaction in
        #expect(try await batch.remove([keys[0]], in: transaction).conversationCount == 1)
        let late = Task { try await fleet.addFeedback(to: keys[0]) }
        try await Wait.until("who is late waits") { try await fleet.oldestWait() > 0 }
        return late
      }
      await #expect(throws: (any Error).self) { try await late.value }
      try await Self.settle(fleet)
      #expect(try await Self.conversations(fleet) == "2")
      // What the batch left is folded by now, and goes with the next run, which notes up to where.
      try await Self.keep("3", tenant: 1, fleet)
      #expect(try await Self.run(fleet).conversationsRemoved == 1)
      #expect(try await fleet.verify().found == [:])
    }
  }

  @Test("several keepers at once remove everything once")
  func together() async throws {
    try await Self.with { fleet in
      try await fleet.publish((1...300).map { .action($0, conversation: $0) })
      try await Self.settle(fleet)
      let figures = try await fleet.rollups()
      try await Self.keep("3", tenant: 1, fleet)
      let removed = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<4 { group.addTask { try await Self.run(fleet).conversationsRemoved } }
        return try await group.reduce(into: 0) { $0 += $1 }
      }
      #expect(removed == 300)
      #expect(try await fleet.rollups() == figures)
      try await fleet.expectSoundRollups("removed")
      #expect(try await fleet.verify().found == [:])
    }
  }
}
