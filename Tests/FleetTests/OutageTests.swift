import Delivery
import EventModel
import PostgresClient
import RedisClient
import Streams
import TestSupport
import Testing
import Workers

@Suite(.timeLimit(.minutes(10))) struct OutageTests {
  private static let conversationCount = 300

  /// Two events each of some conversations.
  private static let events = (0..<conversationCount).flatMap { number in
    [
      TestEvent.action(2 * number, tenant: 1 + number % 3, conversation: number),
      TestEvent.reply(2 * number + 1, tenant: 1 + number % 3, conversation: number),
    ]
  }

  /// Small batches, so that an outage falls between many of them.
  private static let flags = ["reckoner.batch.size": "20", "reckoner.lanes": "2"]

  /// Publishes while workers drain, does something terrible when a part is recorded, and looks whether all is well.
  private func play(_ fleet: TestFleet, _ outage: @escaping @Sendable () async throws -> Void) async throws {
    try await fleet.publish(Self.events)
    try await withThrowingTaskGroup { group in
      group.addTask { try await fleet.drainWorkers(2, Self.flags) }
      group.addTask {
        try await Wait.until("some events are recorded") {
          Int(try await fleet.execute("SELECT count(*) FROM learning.events")) ?? 0 > 40
        }
        try await outage()
      }
      try await group.waitForAll()
    }
    try await fleet.settle()
    let report = try await fleet.verify()
    #expect(report.found == [:])
    #expect(report.recordedEvents == Self.events.count && report.samples == Self.conversationCount)
    #expect(report.entries.pending == 0 && report.entries.unread == 0 && report.entries.dead == 0)
    #expect(try await fleet.letters().isEmpty)
    let positive = "SELECT count(*) FROM learning.outcome_records WHERE outcome_status = 'positive'"
    #expect(try await fleet.execute(positive) == "\(Self.conversationCount)")
  }

  @Test("a PostgreSQL that crashes and recovers during ingestion costs no event")
  func postgres() async throws {
    try await TestFleet.withOwnServers { fleet in
      try await play(fleet) {
        try await fleet.postgresServer.restart(.immediate)
      }
    }
  }

  @Test("a Redis that is killed and comes back with its file during ingestion costs no event")
  func redis() async throws {
    try await TestFleet.withOwnServers { fleet in
      try await play(fleet) {
        fleet.redisServer.kill()
        try await fleet.redisServer.restart()
      }
    }
  }

  @Test("both stores away at once cost no event")
  func both() async throws {
    try await TestFleet.withOwnServers { fleet in
      try await play(fleet) {
        fleet.redisServer.kill()
        fleet.postgresServer.halt(.immediate)
        try await fleet.redisServer.restart()
        try await fleet.postgresServer.launch()
      }
    }
  }

  @Test("groups that are destroyed in mid-run are created again, and nothing is lost")
  func groupsDestroyed() async throws {
    try await TestFleet.with { fleet in
      try await play(fleet) {
        for key in try await StreamDirectory.find(.outcomeWorkers, redis: fleet.redis) {
          _ = try await fleet.redis.send(StreamGroupDestroy(key: key.text, group: "outcome-workers"))
        }
        try await fleet.publish([.reply(1, tenant: 1, conversation: 0)])
      }
    }
  }

  @Test("lanes whose connections are killed again and again lose nothing")
  func connectionsKilled() async throws {
    try await TestFleet.with { fleet in
      try await play(fleet) {
        for _ in 0..<20 {
          _ = try await fleet.redis.send(RawCommand(["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]))
          try await Wait.until("somebody is back") {
            let clients = try await fleet.redis.send(ServerInfo(section: "clients"))["connected_clients"]
            return clients != "1"
          }
        }
      }
    }
  }

  @Test("a Redis that forgot everything is told so: what was recorded stays right")
  func flushed() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish(Self.events[..<300])
      try await fleet.settle()
      _ = try await fleet.redis.send(FlushAll())
      try await fleet.publish(Self.events[200...])
      try await fleet.settle()
      let report = try await fleet.verify()
      #expect(report.found == [:])
      #expect(report.recordedEvents == Self.events.count && report.forgottenByRedis == 200)
    }
  }

  @Test("the entries of a worker that died are taken over by another")
  func deadWorker() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish(Self.events)
      for key in try await StreamDirectory.find(.outcomeWorkers, redis: fleet.redis) {
        let group = "outcome-workers"
        _ = try await fleet.redis.send(
          StreamGroupCreate(key: key.text, group: group, position: .after(.minimum), createsStream: true)
        )
        _ = try await fleet.redis.send(StreamReadGroup(group: group, consumer: "dead", keys: [key.text], count: 70))
      }
      try await fleet.settle()
      let report = try await fleet.verify()
      #expect(report.found == [:] && report.recordedEvents == Self.events.count && report.entries.pending == 0)
    }
  }

  @Test("a graceful shutdown finishes what it began and leaves nothing pending")
  func shutdown() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish(Self.events)
      let worker = OutcomeWorker(context: try fleet.context("worker", Self.flags))
      try await fleet.during(worker) {
        try await Wait.until("it works") { worker.work.applied > 40 }
      }
      #expect(try await fleet.pendingCount() == 0)
      let report = try await fleet.verify()
      #expect(report.found == [:])
      #expect(report.entries.applied == report.recordedEvents && report.entries.applied == worker.work.applied)
      #expect(report.entries.unread == Self.events.count - report.entries.applied)
      try await fleet.settle()
      #expect(try await fleet.verify().recordedEvents == Self.events.count)
    }
  }

  @Test("a drain returns when nothing is left: events of streams that appear meanwhile are among what it waits for")
  func drain() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(0)])
      try await withThrowingTaskGroup { group in
        group.addTask { try await fleet.drainWorkers(2, Self.flags) }
        group.addTask {
          for number in 1..<40 { try await fleet.publish([.action(number, tenant: number)]) }
        }
        try await group.waitForAll()
      }
      try await fleet.drainWorkers()
      #expect(try await fleet.execute("SELECT count(*) FROM learning.events") == "40")
      #expect(try await fleet.execute("SELECT count(*) FROM learning.outbox_messages") == "0")
      #expect(try await fleet.pendingCount() == 0)
    }
  }
}
