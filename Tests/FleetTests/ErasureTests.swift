import Delivery
import EventModel
import Foundation
import PostgresClient
import RedisClient
import Store
import Streams
import TestSupport
import Testing

@testable import Workers

/// A conversation that was erased is nowhere, never comes back, and the figures that it is a part of stay.
@Suite(.timeLimit(.minutes(15))) struct ErasureTests {
  private static func key(_ conversation: Int, tenant: Int = 1) -> ConversationKey {
    ConversationKey(tenantID: TestEvent.tenant(tenant), conversationID: TestEvent.conversation(conversation))
  }

  /// A history of three tenants whose conversations have the same ids, with something of everything.
  private func world(_ seed: UInt64, _ body: (TestFleet, FleetWorld) async throws -> Void) async throws {
    try await TestFleet.with { fleet in
      let world = try FleetWorld(seed: seed)
      try await fleet.set(world.settings)
      try await fleet.publish(world.events)
      try await fleet.settle()
      for label in world.labels { try await fleet.execute(label.sql) }
      try await fleet.sweep(asOf: TestEvent.start + .days(59))
      try await fleet.drainRollups()
      try await fleet.settle()
      for conversation in 1...3 { try await fleet.addFeedback(to: Self.key(conversation)) }
      try await fleet.drainRollups()
      try await fleet.settle()
      try await body(fleet, world)
    }
  }

  private func expectErased(
    _ key: ConversationKey,
    _ ids: [String],
    _ fleet: TestFleet,
    _ moment: String
  ) async throws {
    #expect(try await fleet.tablesNaming(ids, of: key.tenantID) == [], "\(moment)")
    #expect(try await fleet.keysNaming(ids, of: key.tenantID) == [], "\(moment)")
  }

  private func expectSound(_ fleet: TestFleet, _ moment: String) async throws {
    let report = try await fleet.verify()
    #expect(report.holds, "\(moment): \(report.problems)")
    #expect(try await BinRebuild(postgres: fleet.postgres).compare().differences.isEmpty, "\(moment)")
    #expect(try await RollupRebuild(of: nil, postgres: fleet.postgres).compare().differenceCount == 0, "\(moment)")
  }

  @Test("nothing of it is anywhere, every figure stays, and a replay brings nothing back", arguments: [1, 2])
  func everywhere(seed: UInt64) async throws {
    try await world(seed) { fleet, world in
      let keys = [Self.key(1), Self.key(4), Self.key(2)]
      let before = try await fleet.aggregates()
      for key in keys {
        let ids = try await fleet.ids(of: key)
        let others = try await fleet.others(than: key)
        #expect(others.count > 20)
        let receipt = try await fleet.erase(key)
        #expect(receipt.completedAt != nil && receipt.rows["conversations"] == 1, "seed \(seed): \(receipt)")
        #expect(receipt.digest == ErasureDigest(tenant: key.tenantID, conversation: key.conversationID))
        try await expectErased(key, ids, fleet, "seed \(seed), \(key)")
        #expect(others.subtracting(try await fleet.others(than: key)) == [], "seed \(seed), \(key)")
        #expect(try await fleet.aggregates() == before, "seed \(seed), \(key)")
        try await expectSound(fleet, "seed \(seed), \(key)")
      }
      let ids = keys.map { "\($0.conversationID)" }
      try await fleet.publish(world.events)
      try await fleet.drainRollups()
      try await fleet.settle()
      try await fleet.sweep(asOf: TestEvent.start + .days(59))
      try await fleet.drainRollups()
      #expect(try await fleet.letters() == [], "seed \(seed): a redelivery of a deal is no conflict")
      try await expectErased(keys[0], ids, fleet, "seed \(seed), published again")
      #expect(try await fleet.aggregates() == before, "seed \(seed), published again")
      try await expectSound(fleet, "seed \(seed), published again")
      let rollups = try await fleet.rollups()
      _ = try await BinRebuild(postgres: fleet.postgres).rebuild(now: TestFleet.now)
      _ = try await RollupRebuild(of: nil, postgres: fleet.postgres).rebuild()
      try await expectSound(fleet, "seed \(seed), rebuilt")
      #expect(try await fleet.rollups() == rollups, "seed \(seed), rebuilt")
      let receipts = try await ConversationErasure.receipts(of: TestEvent.tenant(1), in: fleet.postgres)
      #expect(receipts.count == 3 && receipts.allSatisfy { $0.reason == "asked" && $0.requestedBy == "anna" })
    }
  }

  @Test("what isn't settled is settled first: unread and pending entries, letters, waiting changes, marks and messages")
  func unsettled() async throws {
    try await TestFleet.with { fleet in
      let key = Self.key(1)
      let deal = TestEvent(
        .dealStage,
        TestEvent.eventID(20),
        tenant: TestEvent.tenant(1),
        at: TestEvent.start + .hours(3),
        data: """
          {"conversation_state_ids":["\(TestEvent.conversation(1))","\(TestEvent.conversation(2))"],
          "to_stage":"closed_won","amount":100,"currency":"EUR"}
          """
      )
      try await fleet.publish([
        .action(1), .action(2, conversation: 2), .reply(3), .action(4, at: 2), .action(5, tenant: 2), deal,
        .action(6, type: "propose"), .action(7, conversation: 2, type: "propose"),
      ])
      try await fleet.drainWorkers(1, ["reckoner.roles": "ingest"])
      // Letters: of the conversation, of another, of a deal that both share, and one that can't be read.
      let broken = TestEvent.action(8).with("data", "{\"conversation_state_id\":\"\(TestEvent.conversation(1))\",")
      let loose = TestEvent.action(9, conversation: 2).with("data", "{\"x\":\"\(TestEvent.conversation(2))\",")
      let shared = TestEvent(
        .dealStage,
        TestEvent.eventID(21),
        tenant: TestEvent.tenant(1),
        at: TestEvent.start + .hours(4),
        data: """
          {"conversation_state_id":"\(TestEvent.conversation(1))",
          "conversation_state_ids":["\(TestEvent.conversation(2))"],"to_stage":"offer"}
          """
      )
      try await fleet.publish([broken, loose, shared, .stage(22, to: "offer")])
      try await fleet.drainWorkers(1, ["reckoner.roles": "ingest"])
      #expect(try await fleet.letters().count == 4)
      // Unread: an action, a reply, and a deal of both.
      let unread = TestEvent(
        .dealStage,
        TestEvent.eventID(23),
        tenant: TestEvent.tenant(1),
        at: TestEvent.start + .hours(5),
        data: """
          {"conversation_state_ids":["\(TestEvent.conversation(2))","\(TestEvent.conversation(1))"],"to_stage":"stalled"}
          """
      )
      try await fleet.publish([.action(10), .reply(11), unread])
      try await fleet.addFeedback(to: key)
      #expect(try await fleet.waitingRollupChanges() > 0)
      #expect(Int(try await fleet.execute("SELECT count(*) FROM learning.outbox"))! > 0)

      // What would be, had everything been settled before, but for what nobody has read.
      let expected = try await fleet.withCopy { copy in
        try await copy.execute("DELETE FROM learning.due_conversations")
        try await copy.execute(
          """
          INSERT INTO learning.due_conversations (tenant_id, conversation_state_id, reason, due_since)
          SELECT tenant_id, conversation_state_id, 'label', now() FROM learning.conversations
          """
        )
        let context = try copy.context()
        _ = try await DueConversations(context: context).foldBatch()
        let rollups = RollupFold(context: context)
        try await rollups.foldAll()
        await rollups.close()
        await context.postgres.close()
        return try await copy.rollups()
      }
      let ids = try await fleet.ids(of: key)
      let counted = try await ConversationErasure(
        of: key,
        redis: fleet.redis,
        postgres: fleet.postgres,
        clock: fleet.clock
      ).rehearse()
      #expect(!counted.isEmpty)
      #expect(try await fleet.ids(of: key) == ids, "a dry run changes nothing")
      let receipt = try await fleet.erase(key)
      #expect(receipt.completedAt != nil)
      #expect(receipt.rows["outbox"] ?? 0 > 0 && receipt.rows["feedback_entries"] == 1)
      #expect(receipt.entries["dead_letters"] == 2 && receipt.entries["shared_deals_reduced"] ?? 0 >= 2)
      for (table, count) in counted.rows { #expect(receipt.rows[table] == count, "\(table)") }
      try await expectErased(key, ids, fleet, "erased")
      let rollups = RollupFold(context: try fleet.context())
      try await rollups.foldAll()
      await rollups.close()
      #expect(try await fleet.rollups() == expected)
      // The rest goes its way: the other conversation gets its deals, and the letters are replayed.
      try await fleet.drainRollups()
      try await fleet.settle()
      let concerned = try await fleet.execute(
        "SELECT event_id FROM learning.events WHERE conversation_state_id = '\(TestEvent.conversation(2))' ORDER BY 1"
      )
      #expect(concerned.contains("\(TestEvent.eventID(20))") && concerned.contains("\(TestEvent.eventID(23))"))
      try await fleet.allowOffers()
      let replay = try await fleet.replay()
      #expect(replay.appliedCount == 1 && replay.refusedCount == 1 && replay.erasedCount == 0)
      // Letters that come back, from an export for instance, are removed.
      try await fleet.publish([broken, .stage(22, to: "offer"), shared, unread, deal, .action(1), .reply(3)])
      try await fleet.drainRollups()
      try await fleet.settle()
      try await expectErased(key, ids, fleet, "published again")
      #expect(try await fleet.letters().count == 1)
      try await expectSound(fleet, "published again")
      let tenants = try await fleet.execute(
        "SELECT count(*) FROM learning.conversations WHERE conversation_state_id = '\(key.conversationID)'"
      )
      #expect(tenants == "1", "another tenant's conversation of the same id")
    }
  }

  @Test("a letter that is replayed, and a sample that comes late, bring nothing back")
  func late() async throws {
    try await TestFleet.with { fleet in
      let key = Self.key(1)
      try await fleet.publish([.action(1), .reply(2), .action(3, conversation: 2), .reply(4, conversation: 2)])
      try await fleet.drainRollups()
      let stream = StreamKey(.calibrationUpdated, tenant: key.tenantID)
      let samples = try await fleet.redis.send(StreamRange(key: stream.text)).map(\.fields)
      try await fleet.drainAggregators()
      let ids = try await fleet.ids(of: key)
      let before = try await fleet.aggregates()
      try await fleet.erase(key)
      for fields in samples { _ = try await fleet.redis.send(StreamAdd(key: stream.text, fields: fields ?? [])) }
      try await fleet.drainAggregators()
      try await expectErased(key, ids, fleet, "samples again")
      #expect(try await fleet.aggregates() == before)
      // A letter as an export would bring it back.
      try await fleet.publish([.reply(2)])
      try await fleet.buryUnread(.outcomeWorkers, .processingFailed(attempts: 4, cause: "test"))
      for fields in samples { _ = try await fleet.redis.send(StreamAdd(key: stream.text, fields: fields ?? [])) }
      try await fleet.buryUnread(.calibrationAggregators, .processingFailed(attempts: 4, cause: "test"))
      let rehearsal = try await fleet.replay(isRehearsal: true)
      #expect(rehearsal.erasedCount == 1)
      let replays = [try await fleet.replay(), try await fleet.replay(.calibrationAggregator)]
      #expect(replays.map(\.erasedCount) == [1, 1] && replays.map(\.duplicateCount) == [0, 1])
      try await expectErased(key, ids, fleet, "replayed")
      #expect(try await fleet.aggregates() == before)
      try await expectSound(fleet, "replayed")
    }
  }

  @Test("an erasure that ends at any step is finished by the next one", arguments: ErasureStep.allCases)
  func killed(step: ErasureStep) async throws {
    struct Killed: Error {}
    try await world(3) { fleet, _ in
      let key = Self.key(2)
      let ids = try await fleet.ids(of: key)
      let before = try await fleet.aggregates()
      await #expect(throws: Killed.self) {
        try await fleet.erase(key) { if $0 == step { throw Killed() } }
      }
      let late = try await fleet.at(TestFleet.now + .hours(1)).verify()
      #expect(late.found == ["erasure_unfinished": 1], "\(step): \(late.problems)")
      let receipt = try await fleet.erase(key)
      #expect(receipt.completedAt != nil && receipt.rows["conversations"] == 1, "\(step)")
      try await expectErased(key, ids, fleet, "\(step)")
      #expect(try await fleet.aggregates() == before, "\(step)")
      try await expectSound(fleet, "\(step)")
      let again = try await fleet.erase(key)
      #expect(again.id == receipt.id && again.rows == receipt.rows && again.entries == receipt.entries, "\(step)")
    }
  }

  @Test("erased while its events are recorded, it is gone, whoever is first", arguments: 1...20)
  func concurrent(round: Int) async throws {
    try await TestFleet.with { fleet in
      let key = Self.key(1)
      var events: [TestEvent] = []
      for number in 0..<60 {
        let conversation = 1 + number % 3
        events.append(.action(4 * number, conversation: conversation, at: Int64(number)))
        events.append(.reply(4 * number + 1, conversation: conversation, at: Int64(number)))
        events.append(
          TestEvent(
            .dealStage,
            TestEvent.eventID(4 * number + 2),
            tenant: TestEvent.tenant(1),
            at: TestEvent.start + .hours(Int64(number)),
            data: """
              {"conversation_state_ids":["\(TestEvent.conversation(1))","\(TestEvent.conversation(2))"],
              "to_stage":"\(number % 2 == 0 ? "evaluation" : "stalled")","amount":10}
              """
          )
        )
      }
      let all = events
      try await fleet.publish(all)
      try await withThrowingTaskGroup { group in
        group.addTask {
          try await fleet.drainWorkers(2, TestFleet.everyRole.merging(["reckoner.batch.size": "7"]) { $1 })
          try await fleet.drainAggregators(1)
        }
        group.addTask {
          // Somewhere in the middle: after some events, another number in each round.
          try await Wait.until("some events are recorded") {
            Int(try await fleet.execute("SELECT count(*) FROM learning.events"))! >= 8 * (round - 1)
          }
          _ = try await fleet.erase(key)
        }
        try await group.waitForAll()
      }
      try await fleet.drainRollups()
      try await fleet.drainAggregators()
      try await expectErased(key, ["\(key.conversationID)"], fleet, "round \(round)")
      #expect(try await fleet.letters() == [], "round \(round)")
      #expect(try await fleet.pendingCount() == 0)
      try await expectSound(fleet, "round \(round)")
      let deals = try await fleet.execute("SELECT count(*) FROM learning.events WHERE event_type = 'deal.stage'")
      #expect(deals == "60", "the other conversation has every deal")
    }
  }

  @Test("what people say of it while it is erased is refused, or goes with it")
  func feedback() async throws {
    try await TestFleet.with { fleet in
      let key = Self.key(1)
      try await fleet.publish([.action(1), .action(2, conversation: 2)])
      try await fleet.settle()
      try await fleet.addFeedback(to: key)
      try await fleet.erase(key)
      for table in ["feedback_entries", "feedback_prompts", "outcome_labels"] {
        #expect(try await fleet.execute("SELECT count(*) FROM learning.\(table)") == "0")
      }
      await #expect(throws: (any Error).self) { try await fleet.addFeedback(to: key) }
      try await fleet.addFeedback(to: Self.key(2))
      #expect(try await fleet.execute("SELECT count(*) FROM learning.feedback_entries") == "1")
    }
  }

  @Test("every table that could hold data of a conversation is known to the erasure")
  func catalogue() async throws {
    try await TestFleet.with { fleet in
      let named = try await fleet.execute(
        """
        SELECT DISTINCT table_name FROM information_schema.columns AS c
        JOIN pg_class ON relname = table_name AND relnamespace = 'learning'::regnamespace AND relkind IN ('r', 'p')
          AND NOT relispartition
        WHERE table_schema = 'learning' AND column_name LIKE '%conversation_state_id%' ORDER BY 1
        """
      ).split(separator: "\n").map(String.init)
      #expect(Set(named) == Set(RemoveConversations.tables + ["due_conversations"]))
      let others = Set(try await fleet.tables()).subtracting(named)
      let unknown = others.subtracting(Self.examined.keys)
      #expect(unknown == [], "say in ErasureTests why these hold nothing of a conversation, or erase it from them")
      #expect(Set(Self.examined.keys).subtracting(others) == [])
    }
  }

  /// Tables without a conversation's id, and what an erasure does with them.
  private static let examined = [
    "action_rollups": "sums; kept", "outcome_rollups": "sums; kept", "impact_rollups": "sums; kept",
    "retired_action_rollups": "sums; kept", "retired_outcome_rollups": "sums; kept",
    "retired_impact_rollups": "sums; kept", "rollup_changes": "outcomes and signals; folded first",
    "outbox": "outcomes; removed", "calibration_samples": "outcomes; under random ids",
    "calibration_bins": "sums; kept",
    "calibration_state": "of an action type; kept", "calibration_adjustments": "of an action type; kept",
    "calibration_maps": "of an action type; kept", "coaching_ratings": "of a pattern; kept",
    "erased_conversations": "the hash", "erased_outcomes": "hashes", "erasure_receipts": "the hash, and counts",
    "operator_actions": "counts of letters; kept", "tenant_settings": "of a tenant",
    "redis_incarnation": "of the fleet", "schedules": "of the fleet and of tenants",
    "schedule_runs": "counts; kept", "reports": "figures; kept", "deliveries": "figures of reports and alerts; kept",
    "alerts": "figures; kept", "alert_states": "figures; kept", "alert_evaluations": "of a tenant",
    "alert_silences": "of a tenant",
    "schema_migrations": "of the schema",
  ]
}
