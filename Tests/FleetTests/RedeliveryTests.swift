import Delivery
import EventModel
import RedisClient
import Resolution
import Streams
import TestSupport
import Testing
import Workers

/// Retries, reclaim and what they are charged to (issue of delivery guarantees, points 1 and 4).
@Suite(.timeLimit(.minutes(10))) struct RedeliveryTests {
  private let key = StreamKey(.agentAction, tenant: TestEvent.tenant(1))
  private let group = ConsumerGroup.outcomeWorkers.rawValue

  /// Publishes actions and leaves all of them with a consumer that is gone.
  @discardableResult
  private func leaveBehind(_ fleet: TestFleet, _ numbers: Range<Int>) async throws -> [RedisStreamID] {
    try await fleet.publish(numbers.map { TestEvent.action($0, conversation: 1 + $0 % 7) })
    _ = try await fleet.redis.send(
      StreamGroupCreate(key: key.text, group: group, position: .after(.minimum), createsStream: true)
    )
    var ids: [RedisStreamID] = []
    while ids.count < numbers.count {
      let read = StreamReadGroup(group: group, consumer: "ghost", keys: [key.text], count: 2000)
      ids += try await fleet.redis.send(read).first?.entries.map(\.id) ?? []
    }
    return ids
  }

  /// Writes the delivery counter of an entry as a dead process left it, long ago.
  private func write(_ count: Int, of id: RedisStreamID, _ fleet: TestFleet) async throws {
    let claim = ["XCLAIM", key.text, group, "ghost", "0", "\(id)", "IDLE", "60000", "RETRYCOUNT", "\(count)", "JUSTID"]
    _ = try await fleet.redis.send(RawCommand(claim))
  }

  /// How PostgreSQL refuses an event.
  enum Poison: String, CaseIterable, Sendable {
    /// As bad data.
    case constraint
    /// With a state that leaves open whose fault it is.
    case trigger

    /// Makes it refuse the action with this number, and nothing else.
    func add(_ number: Int, to fleet: TestFleet) async throws {
      let condition = "event_id = '\(TestEvent.eventID(number))'"
      switch self {
      case .constraint:
        try await fleet.execute("ALTER TABLE learning.events ADD CONSTRAINT poison CHECK (NOT \(condition)) NOT VALID")
      case .trigger: try await Self.addTrigger("INSERT", on: "events", when: "NEW.\(condition)", to: fleet)
      }
    }

    func remove(from fleet: TestFleet) async throws {
      switch self {
      case .constraint: try await fleet.execute("ALTER TABLE learning.events DROP CONSTRAINT poison")
      case .trigger: try await fleet.execute("DROP TRIGGER poison ON learning.events")
      }
    }

    /// A trigger that raises an exception of its own.
    static func addTrigger(
      _ change: String,
      on table: String,
      when condition: String = "true",
      to fleet: TestFleet
    ) async throws {
      try await fleet.execute(
        """
        CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'poison'; END $$;
        CREATE TRIGGER poison BEFORE \(change) ON learning.\(table) FOR EACH ROW WHEN (\(condition))
        EXECUTE FUNCTION poison()
        """
      )
    }
  }

  private func deliveryCounts(_ fleet: TestFleet) async throws -> [Int] {
    do throws(RedisError) {
      let pending = StreamPendingEntries(key: key.text, group: group, count: 1000)
      return try await fleet.redis.send(pending).map(\.deliveryCount)
    } catch {
      // The worker hasn't made its group yet.
      if error.code == .server("NOGROUP") { return [] }
      throw error
    }
  }

  private func recordedCount(_ fleet: TestFleet) async throws -> String {
    try await fleet.execute("SELECT count(*) FROM learning.events")
  }

  @Test(arguments: Poison.allCases)
  func `an entry that fails alone is put aside, and its neighbours never wait for it`(poison: Poison) async throws {
    try await TestFleet.with { fleet in
      try await poison.add(50, to: fleet)
      try await fleet.publish((0..<100).map { .action($0, conversation: 1 + $0 % 7) })
      let worker = OutcomeWorker(context: try fleet.context("worker"))
      try await fleet.during(worker) {
        try await Wait.until("the culprit stands alone") { worker.work.failed == 1 }
        try await fleet.publish((100..<200).map { .action($0, conversation: 1 + $0 % 7) })
        try await Wait.until("the neighbours are through") { try await recordedCount(fleet) == "199" }
        // After about a second it fails again.
        try await Wait.until("the second failure is written down") { worker.work.failed >= 2 }
        try await poison.remove(from: fleet)
        try await Wait.until("it heals by itself") { try await recordedCount(fleet) == "200" }
      }
      #expect(try await fleet.letters().isEmpty && worker.work.failed < 4)
      #expect(try await fleet.pendingCount() == 0)
    }
  }

  @Test(arguments: Poison.allCases)
  func `attempts survive restarts: the fourth failure buries, whoever saw the first three`(poison: Poison) async throws
  {
    try await TestFleet.with { fleet in
      try await poison.add(1, to: fleet)
      let ids = try await leaveBehind(fleet, 0..<3)
      try await write(130, of: ids[1], fleet)
      try await fleet.settle()
      #expect(try await fleet.letters() == [.init(id: "\(key) \(ids[1])", reason: "processing_failed")])
      #expect(try await recordedCount(fleet) == "2")
      #expect(try await fleet.verify().found == [:])
    }
  }

  @Test(arguments: [("INSERT", "outcome_records"), ("UPDATE", "outcome_records"), ("INSERT", "conversions")])
  func `a trigger that refuses everybody's events is the store's fault: nobody is charged`(
    change: String,
    table: String
  ) async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish((0..<10).map { .action($0, conversation: $0) })
      try await fleet.settle()
      try await Poison.addTrigger(change, on: table, to: fleet)
      let types: [(Int) -> TestEvent] = [
        { .action(100 + $0, conversation: $0, at: 2) }, { .reply(200 + $0, conversation: $0) },
        { .stage(300 + $0, conversation: $0, to: "closed_won") },
      ]
      try await fleet.publish(types.flatMap { type in (0..<10).map(type) })
      let faults = FaultCounter()
      let worker = OutcomeWorker(context: try fleet.context("worker", logger: faults.logger))
      try await fleet.during(worker) {
        try await Wait.until("it was tried again and again") { faults.count >= 6 }
        #expect(worker.work.failed == 0 && worker.work.deadLettered == 0, "\(faults.last)")
        let records = try await fleet.pendingRecords()
        #expect(records.allSatisfy { $0 == .delivered } && !records.isEmpty)
        try await fleet.execute("DROP TRIGGER poison ON learning.\(table)")
        try await Wait.until("all are applied") { try await recordedCount(fleet) == "40" }
      }
      #expect(try await fleet.letters().isEmpty)
      #expect(try await fleet.pendingCount() == 0)
    }
  }

  @Test func `an entry that was alone when three workers died is buried, its neighbours are applied`() async throws {
    try await TestFleet.with { fleet in
      let ids = try await leaveBehind(fleet, 0..<8)
      // Others that were redelivered often, in company or alone, or whose counter somebody else raised.
      for (index, count) in [103, 102, 112, 4, 5, 99, 1000].enumerated() {
        try await write(count, of: ids[index], fleet)
      }
      try await fleet.settle()
      #expect(try await fleet.letters() == [.init(id: "\(key) \(ids[0])", reason: "delivery_limit")])
      #expect(try await recordedCount(fleet) == "7")
      let report = try await fleet.verify()
      #expect(report.found == [:] && report.entries.pending == 0 && report.entries.dead == 1)
    }
  }

  @Test func `an entry whose workers died after its commit is applied, and no letter of it stays`() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(0)])
      try await fleet.settle()
      let ids = try await leaveBehind(fleet, 0..<3)
      try await write(103, of: ids[0], fleet)
      try await fleet.settle()
      let report = try await fleet.verify()
      #expect(report.found == [:] && report.entries.applied == 4 && report.letters.total == 0)
    }
  }

  @Test func `a letter goes when its cause has healed and its entry is delivered again`() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1), .stage(2, to: "nowhere")])
      try await fleet.settle()
      #expect(try await fleet.letters().map(\.reason) == ["invalid_field"])
      try await TenantSettings(of: TestEvent.tenant(1), in: fleet.postgres)
        .set(.resolution(.dealStages), to: #"["new", "nowhere"]"#, now: TestFleet.now)
      let stages = StreamKey(.dealStage, tenant: TestEvent.tenant(1))
      _ = try await fleet.redis.send(StreamGroupDestroy(key: stages.text, group: group))
      try await fleet.settle()
      let report = try await fleet.verify()
      #expect(report.found == [:] && report.entries.applied == 2 && report.letters.total == 0)
    }
  }

  @Test func `an outage costs no attempt: what it interrupts keeps its record`() async throws {
    try await TestFleet.withOwnServers { fleet in
      let ids = try await leaveBehind(fleet, 0..<3)
      for (id, count) in zip(ids, [1, 102, 120]) { try await write(count, of: id, fleet) }
      fleet.postgresServer.halt(.immediate)
      let worker = OutcomeWorker(context: try fleet.context("worker"))
      try await fleet.during(worker) {
        try await Wait.until("it took over what it could") { worker.work.reclaimed >= 1 }
        #expect(try await Set(deliveryCounts(fleet)).isSubset(of: [1, 2, 102, 103, 120, 121]))
        try await fleet.postgresServer.launch()
        try await Wait.until("all are applied") { try await recordedCount(fleet) == "3" }
      }
      #expect(try await fleet.letters().isEmpty)
      #expect(try await fleet.pendingCount() == 0)
    }
  }

  @Test func `a shutdown in an outage gives entries back as if they had never been delivered`() async throws {
    try await TestFleet.withOwnServers { fleet in
      try await fleet.publish((0..<5).map { .action($0) })
      fleet.postgresServer.halt(.immediate)
      let worker = OutcomeWorker(context: try fleet.context("worker"))
      try await fleet.during(worker) {
        try await Wait.until("the lane holds them") { try await deliveryCounts(fleet).count == 5 }
      }
      let pending = try await fleet.redis.send(StreamPendingEntries(key: key.text, group: group, count: 10))
      #expect(pending.map(\.deliveryCount) == [0, 0, 0, 0, 0])
      #expect(pending.allSatisfy { $0.idle >= .seconds(1) }, "the next worker may have them at once")
      try await fleet.postgresServer.launch()
      try await fleet.settle()
      #expect(try await recordedCount(fleet) == "5")
    }
  }

  @Test func `a live but slow worker is not robbed`() async throws {
    try await TestFleet.with { fleet in
      let slow = OutcomeWorker(
        context: try fleet.context("slow", ["reckoner.roles": "ingest", "reckoner.reclaim.idle.seconds": "3"])
      )
      let quick = OutcomeWorker(
        context: try fleet.context("quick", ["reckoner.roles": "ingest", "reckoner.reclaim.idle.seconds": "3"])
      )
      try await fleet.during(slow) {
        try await fleet.withLock("LOCK TABLE learning.events IN SHARE MODE") {
          try await fleet.publish((0..<5).map { .action($0) })
          try await Wait.until("the slow one holds them") { try await deliveryCounts(fleet).count == 5 }
          try await fleet.during(quick) {
            // Twice the time after which a silent consumer loses its entries.
            try await Wait.until("the slow one held them for long") { try await fleet.oldestWait() > 6 }
            #expect(quick.work.reclaimed == 0)
          }
          #expect(try await deliveryCounts(fleet) == [1, 1, 1, 1, 1])
        }
        try await Wait.until("the slow one is through") { try await recordedCount(fleet) == "5" }
      }
      #expect(slow.work.applied == 5)
      #expect(try await fleet.letters().isEmpty)
    }
  }

  @Test func `of 20,000 entries that a dead consumer left, each is taken over and applied once`() async throws {
    try await TestFleet.with { fleet in
      try await leaveBehind(fleet, 0..<20_000)
      let workers = try (0..<2).map {
        try OutcomeWorker(context: fleet.context("heir-\($0)", ["reckoner.reclaim.idle.seconds": "0.2"]))
      }
      try await withThrowingTaskGroup { tasks in
        for worker in workers { tasks.addTask { try await worker.run(drains: true) } }
        try await tasks.waitForAll()
      }
      #expect(try await recordedCount(fleet) == "20000")
      #expect(workers.map(\.work.applied).reduce(0, +) == 20_000)
      #expect(try await fleet.pendingCount() == 0)
    }
  }
}
