import Delivery
import EventModel
import Foundation
import PostgresClient
import RedisClient
import ServiceLifecycle
import Streams
import TestSupport
import Testing

@testable import Workers

/// Samples that are published and not yet folded when Redis forgets them.
@Suite(.timeLimit(.minutes(5))) struct HealingTests {
  private static let conversationCount = 60
  private static let events = (0..<conversationCount).flatMap { number in
    [
      TestEvent.action(2 * number, tenant: 1 + number % 3, conversation: number),
      TestEvent.reply(2 * number + 1, tenant: 1 + number % 3, conversation: number),
    ]
  }
  private static let group = ConsumerGroup.calibrationAggregators

  /// What may happen to the streams of samples.
  enum Forgetting: String, CaseIterable, Sendable {
    case flush, restartWithoutData, deletedStreams, trimmedStreams, destroyedGroups

    /// Whether samples are gone by it.
    var losesSamples: Bool { self != .destroyedGroups }

    func strike(_ fleet: TestFleet) async throws {
      switch self {
      case .flush: _ = try await fleet.redis.send(FlushAll())
      case .restartWithoutData:
        fleet.redisServer.kill()
        try await fleet.redisServer.restart()
      case .deletedStreams:
        let keys = try await StreamDirectory.find(HealingTests.group, redis: fleet.redis)
        _ = try await fleet.redis.send(KeyDelete(keys: keys.map(\.text)))
      case .trimmedStreams:
        for key in try await StreamDirectory.find(HealingTests.group, redis: fleet.redis) {
          _ = try await fleet.redis.send(StreamTrim(key: key.text, .length(0, exactly: true)))
        }
      case .destroyedGroups:
        for key in try await StreamDirectory.find(HealingTests.group, redis: fleet.redis) {
          _ = try await fleet.redis.send(StreamGroupDestroy(key: key.text, group: HealingTests.group.rawValue))
        }
      }
    }
  }

  /// Aggregators have seen the streams; then workers publish samples that nobody folds.
  private func publishSamples(_ fleet: TestFleet) async throws {
    try await fleet.publish(Self.events.prefix(12))
    try await fleet.settle()
    try await fleet.publish(Self.events.dropFirst(12))
    try await fleet.drainWorkers()
  }

  private func expectHealed(_ fleet: TestFleet) async throws {
    let report = try await fleet.verify()
    #expect(report.found == [:])
    #expect(report.samples == Self.conversationCount && report.samplesOnTheirWay == 0)
  }

  @Test("samples lost while no aggregator ran come back before a drain ends", arguments: Forgetting.allCases)
  func drain(_ forgetting: Forgetting) async throws {
    try await TestFleet.with { fleet in
      try await publishSamples(fleet)
      try await forgetting.strike(fleet)
      var found = try await fleet.verify().found
      // Groups that were destroyed are missing once their entries are a minute old.
      if forgetting == .destroyedGroups { found["group_missing"] = nil }
      #expect(found == (forgetting.losesSamples ? ["sample_differs": 54] : [:]))
      try await fleet.drainAggregators(2)
      try await expectHealed(fleet)
    }
  }

  @Test("samples lost while no aggregator ran come back without a drain", arguments: Forgetting.allCases)
  func sign(_ forgetting: Forgetting) async throws {
    try await TestFleet.with { fleet in
      try await publishSamples(fleet)
      try await forgetting.strike(fleet)
      try await whileAggregating(fleet) { aggregator in
        try await Wait.until("every sample has arrived") { try await Self.sampleCount(fleet) == Self.conversationCount }
        #expect(aggregator.work.republished == (forgetting.losesSamples ? 54 : 0))
      }
      try await expectHealed(fleet)
    }
  }

  @Test(
    "samples that are lost under the eyes of an aggregator come back",
    arguments: [Forgetting.flush, .restartWithoutData, .deletedStreams]
  )
  func running(_ forgetting: Forgetting) async throws {
    try await TestFleet.with { fleet in
      try await publishSamples(fleet)
      try await whileAggregating(fleet) { _ in
        try await Wait.until("every sample has arrived") { try await Self.sampleCount(fleet) == Self.conversationCount }
        // As if these had been published and lost before anybody read them.
        try await fleet.execute(
          "WITH gone AS (DELETE FROM learning.calibration_samples RETURNING 1) DELETE FROM learning.calibration_bins"
        )
        try await forgetting.strike(fleet)
        try await Wait.until("every sample is back") { try await Self.sampleCount(fleet) == Self.conversationCount }
      }
      try await expectHealed(fleet)
    }
  }

  @Test("samples lost by a failover to a replica that is behind come back, and events are applied once")
  func failover() async throws {
    try await TestFleet.withOwnServers { fleet in
      try await fleet.publish(Self.events.prefix(12))
      try await fleet.settle()
      _ = try await fleet.redis.send(RawCommand(["CONFIG", "SET", "repl-diskless-sync-delay", "0"]))
      let replica = try await RedisServerProcess.start(
        .init(arguments: ["--replicaof", "127.0.0.1", "\(fleet.redisServer.port)"])
      )
      defer { replica.stop() }
      let behind = RedisConnection(configuration: try RedisConfiguration(url: replica.url), name: "replica")
      try await Wait.until("the replica has everything") {
        let (own, others) = (
          try await behind.send(ServerInfo(section: "replication")),
          try await fleet.redis.send(ServerInfo(section: "replication"))
        )
        return own["master_link_status"] == "up" && own["master_repl_offset"] == others["master_repl_offset"]
      }
      // From here on it hears nothing any more, and knows nothing of it.
      _ = try await behind.send(RawCommand(["REPLICAOF", "NO", "ONE"]))
      try await fleet.publish(Self.events.dropFirst(12))
      try await fleet.drainWorkers()
      try await fleet.failOver(to: replica)
      #expect(try await fleet.verify().found == ["sample_differs": 54])
      try await whileAggregating(fleet) { aggregator in
        try await Wait.until("every sample has arrived") { try await Self.sampleCount(fleet) == Self.conversationCount }
        #expect(aggregator.work.republished == 54)
      }
      try await expectHealed(fleet)
      let events = try await fleet.execute("SELECT count(*) FROM learning.events")
      #expect(events == "\(Self.events.count)")
      await behind.close()
    }
  }

  @Test("a sample that was buried is not published again, and a drain ends all the same")
  func buried() async throws {
    try await TestFleet.with { fleet in
      try await publishSamples(fleet)
      // Whatever the reason may be for which they can't be folded.
      for key in try await StreamDirectory.find(Self.group, redis: fleet.redis) {
        for entry in try await fleet.redis.send(StreamRange(key: key.text)).suffix(2) {
          let fields = (entry.fields ?? []) + [RedisField("_dlq_original_id", "\(entry.id)")]
          _ = try await fleet.redis.send(StreamAdd(key: key.deadLetterText, fields: fields))
          _ = try await fleet.redis.send(StreamDelete(key: key.text, ids: [entry.id]))
        }
      }
      try await fleet.drainAggregators()
      #expect(try await Self.sampleCount(fleet) == Self.conversationCount - 6)
    }
  }

  @Test(
    "samples on their way are not taken for lost, neither at a first start nor after a restart with data",
    arguments: [false, true]
  )
  func onTheirWay(restarts: Bool) async throws {
    try await TestFleet.withOwnServers { fleet in
      if restarts {
        try await fleet.publish(Self.events.prefix(12))
        try await fleet.settle()
      }
      try await fleet.publish(Self.events)
      try await fleet.drainWorkers()
      if restarts {
        fleet.redisServer.kill()
        try await fleet.redisServer.restart()
      }
      try await whileAggregating(fleet) { aggregator in
        try await fleet.withLock("LOCK TABLE learning.calibration_bins IN ACCESS EXCLUSIVE MODE") {
          try await Wait.until("the aggregator is held up") { try await fleet.oldestWait() > (restarts ? 0.5 : 2) }
          #expect(aggregator.work.republished == 0)
        }
        try await Wait.until("every sample has arrived") { try await Self.sampleCount(fleet) == Self.conversationCount }
        try await Wait.until("everything was looked over") {
          let signs = try await fleet.execute("SELECT sign_count, healed_count FROM learning.redis_incarnation")
          return signs == (restarts ? "2|2" : "1|1")
        }
        #expect(aggregator.work.republished == 0)
      }
      var entryCount = 0
      for key in try await StreamDirectory.find(Self.group, redis: fleet.redis) {
        entryCount += try await fleet.redis.send(StreamRange(key: key.text)).count
      }
      #expect(entryCount == Self.conversationCount)
      try await expectHealed(fleet)
    }
  }

  @Test("what is on its way is waited for: shortly where samples are lost, long where that is only possible")
  func waits() {
    let (short, long) = (Duration.seconds(5), Duration.seconds(600))
    for isLossKnown in [false, true] {
      let mayBegin = { (count: Int?, waited: Duration) in
        ReconciliationLoop.mayBegin(onTheirWayCount: count, waited: waited, isLossKnown: isLossKnown)
      }
      #expect(mayBegin(0, .zero) && !mayBegin(1, .zero) && !mayBegin(nil, .zero))
      #expect(mayBegin(10_000, short) == isLossKnown && !mayBegin(10_001, short) && !mayBegin(nil, short))
      #expect(mayBegin(10_000, long) && mayBegin(10_001, long) == isLossKnown && mayBegin(nil, long))
    }
  }

  @Test("where more samples are buried than can be remembered nothing is published again, and a drain says why it ends")
  func tooManyBuried() async throws {
    try await TestFleet.with { fleet in
      try await publishSamples(fleet)
      let key = StreamKey(.calibrationUpdated, tenant: TestEvent.tenant(1))
      for _ in 0..<3 {
        _ = try await fleet.redis.send(StreamAdd(key: key.deadLetterText, fields: [RedisField("a", "b")]))
      }
      try await Forgetting.deletedStreams.strike(fleet)
      let context = try fleet.context("aggregator")
      let redis = context.connection("reconcile")
      var reconciliation = SampleReconciliation(context: context, redis: redis)
      reconciliation.buriedCountMax = 2
      #expect(try await reconciliation.run() == .tooManyBuried)
      let drain = DrainReconciliation(reconciliation, counters: WorkCounters())
      let monitor = DrainMonitor(context: context, counters: WorkCounters()) { try await drain.isComplete() }
      let error = await #expect(throws: Program.Failure.self) { try await monitor.run() }
      #expect(error?.code == .problemsFound)
      reconciliation.buriedCountMax = 3
      #expect(try await reconciliation.run() == .complete(republishedCount: 54))
      await redis.close()
      await context.postgres.close()
    }
  }

  @Test("samples that are trimmed while they are pending come back without a drain")
  func trimmedPending() async throws {
    try await TestFleet.with { fleet in
      try await publishSamples(fleet)
      for key in try await StreamDirectory.find(Self.group, redis: fleet.redis) {
        let read = StreamReadGroup(group: Self.group.rawValue, consumer: "ghost", keys: [key.text], count: 1000)
        _ = try await fleet.redis.send(read)
        _ = try await fleet.redis.send(StreamTrim(key: key.text, .length(0, exactly: true)))
      }
      try await whileAggregating(fleet) { aggregator in
        try await Wait.until("every sample has arrived") { try await Self.sampleCount(fleet) == Self.conversationCount }
        #expect(aggregator.work.gone == 54)
      }
      try await expectHealed(fleet)
    }
  }

  @Test("many aggregators that drain at once heal it together")
  func atOnce() async throws {
    try await TestFleet.with { fleet in
      try await publishSamples(fleet)
      try await Forgetting.flush.strike(fleet)
      try await fleet.drainAggregators(4)
      try await expectHealed(fleet)
    }
  }

  private static func sampleCount(_ fleet: TestFleet) async throws -> Int? {
    Int(try await fleet.execute("SELECT count(*) FROM learning.calibration_samples"))
  }

  private func whileAggregating(
    _ fleet: TestFleet,
    _ body: (CalibrationAggregator) async throws -> Void
  ) async throws {
    let aggregator = CalibrationAggregator(context: try fleet.context("aggregator"))
    let group = ServiceGroup(
      services: [AggregatorService(aggregator: aggregator)],
      logger: try fleet.context("group").logger
    )
    try await withThrowingTaskGroup { tasks in
      tasks.addTask { try await group.run() }
      do {
        try await body(aggregator)
      } catch {
        await group.triggerGracefulShutdown()
        throw error
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }
}

/// An aggregator as a part of another group, whose shutdown it follows.
private struct AggregatorService: Service {
  let aggregator: CalibrationAggregator

  func run() async throws {
    try await aggregator.run(drains: false)
  }
}

extension TestFleet {
  /// The server dies, and another one is where it was.
  func failOver(to other: RedisServerProcess) async throws {
    redisServer.kill()
    let path = redisServer.socketPath
    if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: other.socketPath)
  }
}
