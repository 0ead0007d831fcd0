import EventModel
import PostgresClient
import RedisClient
import ServiceLifecycle
import Store
import Streams
import TestSupport
import Testing

@testable import Workers

/// Each change is folded once, whoever folds beside, whatever fails.
@Suite(.timeLimit(.minutes(10))) struct RollupFoldTests {
  private static let conversationCount = 40

  /// Changes that wait: of two tenants, in many rows.
  private func filled(_ body: (TestFleet) async throws -> Void) async throws {
    try await TestFleet.with { fleet in
      for tenant in 1...2 {
        try await fleet.publish(
          (0..<Self.conversationCount).flatMap {
            [.action(2 * $0, tenant: tenant, conversation: $0), .reply(2 * $0 + 1, tenant: tenant, conversation: $0)]
          }
        )
      }
      try await fleet.drainWorkers(1, ["reckoner.batch.size": "5"])
      try await fleet.drainAggregators()
      #expect(try await fleet.waitingRollupChanges() > 10)
      try await body(fleet)
    }
  }

  private func positiveCount(_ fleet: TestFleet, tenant: Int) async throws -> String {
    try await fleet.execute(
      """
      SELECT coalesce(sum(positive_count), 0) FROM learning.outcome_rollups
      WHERE tenant_id = '\(TestEvent.tenant(tenant))'
      """
    )
  }

  @Test("folds side by side take each change once")
  func sideBySide() async throws {
    try await filled { fleet in
      let waiting = try await fleet.waitingRollupChanges()
      let folds = try (0..<4).map { RollupFold(context: try fleet.context("fold-\($0)")) }
      let count = try await withThrowingTaskGroup(of: Int.self) { group in
        for fold in folds { group.addTask { try await fold.foldAll() } }
        return try await group.reduce(0, +)
      }
      for fold in folds { await fold.close() }
      #expect(count == waiting)
      try await fleet.expectSoundRollups("four at once")
      #expect(try await positiveCount(fleet, tenant: 1) == "\(Self.conversationCount)")
    }
  }

  @Test("a change that commits late is folded too")
  func late() async throws {
    try await filled { fleet in
      let fold = RollupFold(context: try fleet.context())
      try await fleet.withLock("SELECT * FROM learning.rollup_changes ORDER BY change_id LIMIT 3 FOR UPDATE") {
        _ = try await fold.foldBatch()
        #expect(try await fleet.waitingRollupChanges() == 3)
        #expect(try await fold.foldBatch().count == 0)
        #expect(try await fleet.verify().found == [:], "what waits counts")
      }
      #expect(try await fold.foldAll() == 3)
      await fold.close()
      try await fleet.expectSoundRollups("late")
    }
  }

  @Test("what the database refuses of one tenant rests, and the others go on")
  func refused() async throws {
    try await filled { fleet in
      try await fleet.execute(
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF NEW.tenant_id = '\(TestEvent.tenant(1))' THEN RAISE EXCEPTION 'refused' USING ERRCODE = '22003'; END IF;
          RETURN NEW;
        END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON learning.outcome_rollups FOR EACH ROW EXECUTE FUNCTION refuse()
        """
      )
      let faults = FaultCounter()
      let fold = RollupFold(context: try fleet.context("fold", logger: faults.logger), rest: .seconds(600))
      try await fold.foldAll()
      #expect(fold.unfoldedTenants == [TestEvent.tenant(1)])
      #expect(faults.last.contains { $0.contains("roll-ups can't be folded") }, "\(faults.last)")
      #expect(try await positiveCount(fleet, tenant: 1) == "0")
      #expect(try await positiveCount(fleet, tenant: 2) == "\(Self.conversationCount)")
      await fold.close()
      await #expect(throws: Program.Failure.self) { try await fleet.drainRollups() }
      try await fleet.execute("DROP TRIGGER refuse ON learning.outcome_rollups")
      try await fleet.drainRollups()
      try await fleet.expectSoundRollups("healed")
    }
  }

  @Test("while Redis doesn't answer roll-ups are folded all the same")
  func redisAway() async throws {
    try await filled { fleet in
      let fold = RollupFold(context: try fleet.context())
      fleet.redisServer.pause()
      let start = ContinuousClock.now
      try await fold.foldAll()
      let elapsed = ContinuousClock.now - start
      fleet.redisServer.resume()
      await fold.close()
      #expect(elapsed < .seconds(10), "\(elapsed)")
      try await fleet.expectSoundRollups("Redis is away")
    }
  }

  @Test("a worker tells of each change, and each message fits the tables")
  func told() async throws {
    try await TestFleet.with { fleet in
      let listener = try await ChannelListener(to: fleet.redisServer, pattern: "t:*:analytics")
      defer { listener.stop() }
      let worker = OutcomeWorker(context: try fleet.context("worker", TestFleet.everyRole))
      try await fleet.during(worker) {
        try await fleet.publish([.action(1)])
        try await Wait.until("the action is told of", within: .seconds(60)) {
          listener.messages.contains { $0.text.contains("\"pending_count\":1") }
        }
        try await fleet.publish([.reply(2, at: 1)])
        try await Wait.until("the reply is told of", within: .seconds(60)) {
          listener.messages.contains { $0.text.contains("\"positive_count\":1") }
        }
      }
      let channel = "t:\(TestEvent.tenant(1)):analytics"
      #expect(listener.messages.allSatisfy { $0.channel == channel })
      let first = try #require(listener.messages.first?.text)
      #expect(first.contains("\"type\":\"metric_update\"") && first.contains("\"rep_id\":null"))
      #expect(first.contains("\"metric\":\"actions\"") && first.contains("\"action_count\":1"))
      let ids = listener.messages.compactMap { $0.text.split(separator: "\"").dropFirst(3).first }
      #expect(Set(ids).count == ids.count && ids == ids.sorted())
      try await fleet.expectSoundRollups("told")
    }
  }

  @Test("a fold of many figures says only that there are")
  func many() async throws {
    try await TestFleet.with { fleet in
      let listener = try await ChannelListener(to: fleet.redisServer, pattern: "t:*:analytics")
      defer { listener.stop() }
      try await fleet.publish((0..<60).map { .action($0, conversation: $0, type: "type \($0)") })
      try await fleet.drainRollups()
      try await Wait.until("it is told of") { !listener.messages.isEmpty }
      #expect(listener.messages.contains { $0.text.hasSuffix("\"changes\":[],\"truncated\":true}") })
    }
  }

  @Test("a rebuild waits for whoever folds, and nobody folds beside one")
  func exclusion() async throws {
    try await filled { fleet in
      let lock = "advisory_xact_lock"
      let key = "(\(0x72_6F_6C_6C), 0)"
      let fold = RollupFold(context: try fleet.context())
      let rebuild = RollupRebuild(of: nil, postgres: fleet.postgres)
      let other = try await PostgresConnection.connect(
        try PostgresConfiguration(fleet.postgresServer.socketURL(database: fleet.database))
      )
      try await other.executeScript("BEGIN; SELECT pg_\(lock)_shared\(key)")
      async let report = rebuild.rebuild()
      try await Wait.until("it waits") {
        try await fleet.execute(
          "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'"
        ) == "1"
      }
      #expect(try await fold.foldBatch().count == 0, "whoever waits keeps later folds out")
      try await other.executeScript("COMMIT")
      #expect(try await report.differenceCount == 0)
      try await fleet.publish([.action(900, conversation: 900)])
      try await fleet.drainWorkers()
      try await other.executeScript("BEGIN; SELECT pg_\(lock)\(key)")
      #expect(try await fold.foldBatch().count == 0)
      try await other.executeScript("COMMIT")
      await other.close()
      #expect(try await fold.foldAll() > 0)
      await fold.close()
      try await fleet.expectSoundRollups("after it")
    }
  }

  @Test("a rebuild heals damage beside changes that wait")
  func rebuild() async throws {
    try await filled { fleet in
      let fold = RollupFold(context: try fleet.context())
      let rebuild = RollupRebuild(of: nil, postgres: fleet.postgres)
      try await fold.foldAll()
      try await fleet.publish([.action(900, conversation: 900), .reply(901, conversation: 900)])
      try await fleet.settle()
      let waiting = try await fleet.waitingRollupChanges()
      #expect(waiting > 0)
      try await fleet.execute(
        """
        UPDATE learning.outcome_rollups SET positive_count = positive_count + 1;
        DELETE FROM learning.action_rollups WHERE tenant_id = '\(TestEvent.tenant(1))';
        INSERT INTO learning.impact_rollups
        SELECT tenant_id, '2020-01-01', rep_id, action_type, channel, currency, signal_type, signal, 1, 1, 1
        FROM learning.impact_rollups WHERE tenant_id = '\(TestEvent.tenant(2))'
        """
      )
      let damaged = try await rebuild.compare()
      #expect(damaged.differenceCount == 4, "\(damaged.examples)")
      #expect(try await fleet.verify().found == ["rollup_differs": 4])
      let other = RollupRebuild(of: TestEvent.tenant(2), postgres: fleet.postgres)
      #expect(try await other.rebuild().differenceCount == 2)
      #expect(try await rebuild.compare().differenceCount == 2, "the first tenant's are as they were")
      #expect(try await rebuild.rebuild().differenceCount == 2)
      #expect(try await rebuild.compare().differenceCount == 0)
      #expect(try await fleet.waitingRollupChanges() == waiting, "what waits still waits")
      try await fold.foldAll()
      await fold.close()
      try await fleet.expectSoundRollups("rebuilt")
    }
  }
}
