import Delivery
import EventModel
import Logging
import PostgresClient
import RedisClient
import Settings
import Streams
import TestSupport
import Testing

@testable import Workers

/// Two workers and an aggregator at work, with the waits of production, while something is away for a while: what must
/// hold whatever it is.
///
/// While it is away no entry is charged and no loop is hot; five seconds after its return work goes on; in the end
/// everything is applied once, and nothing is dead.
struct OutageDrill {
  /// Few at a time, because what is measured here is time.
  private static let places = Places(3)
  private static let conversationCount = 300
  /// Lanes, relays and resolvers of all three processes, as loops that retry on their own.
  private static let loopCount = 12
  /// Back to work, as the fleet promises it.
  private static let returnLimit = Duration.seconds(5)

  private static let events = (0..<2 * conversationCount).flatMap { number in
    [
      TestEvent.action(2 * number, tenant: 1 + number % 3, conversation: number),
      TestEvent.reply(2 * number + 1, tenant: 1 + number % 3, conversation: number),
    ]
  }

  let fleet: TestFleet
  var limits = WorkerPool.TimeLimits()
  /// Where the processes reach PostgreSQL; `nil` is the socket.
  var databaseURL: String?
  /// Whose work the outage stops.
  var concerned = ConsumerGroup.outcomeWorkers
  /// Whether the outage leaves Redis in a state to take more events.
  var publishesMeanwhile = true
  var awayTime = Duration.seconds(3)

  /// - Parameters:
  ///   - begin: takes something away.
  ///   - meanwhile: is repeated until the time is over.
  ///   - end: brings it back.
  func play(
    begin: () async throws -> Void,
    meanwhile: () async throws -> Void = {},
    end: () async throws -> Void
  ) async throws {
    try await Self.places.with { try await playInPlace(begin, meanwhile, end) }
  }

  private func playInPlace(
    _ begin: () async throws -> Void,
    _ meanwhile: () async throws -> Void,
    _ end: () async throws -> Void
  ) async throws {
    let faults = FaultCounter()
    let flags = ["reckoner.batch.size": "20", "reckoner.lanes": "2", "reckoner.reclaim.idle.seconds": "5"]
    let workers = try (1...2).map { OutcomeWorker(context: try context("worker-\($0)", flags, faults)) }
    let aggregator = CalibrationAggregator(context: try context("aggregator", flags, faults))
    let appliedCount = { workers.reduce(0) { $0 + $1.work.applied } }
    let progress = { concerned == .outcomeWorkers ? appliedCount() : aggregator.work.folded }
    try await fleet.publish(Self.events[..<Self.conversationCount])
    try await Processes(workers.map(WorkerProcess.init) + [AggregatorProcess(aggregator: aggregator)], faults).run {
      try await Wait.until("work is in progress") { appliedCount() > 40 && progress() > 0 }
      try await begin()
      if publishesMeanwhile { try await fleet.publish(Self.events[Self.conversationCount...]) }
      try await expectPatience(faults, meanwhile)
      let before = progress()
      try await end()
      let returned = ContinuousClock.now
      if !publishesMeanwhile { try await fleet.publish(Self.events[Self.conversationCount...]) }
      try await Wait.until("work goes on") { progress() > before }
      let pause = ContinuousClock.now - returned
      #expect(pause < Self.returnLimit, "back to work after \(pause)")
      try await Wait.until("all is recorded") {
        try await fleet.execute("SELECT count(*) FROM learning.events") == "\(Self.events.count)"
      }
    }
    try await expectAllApplied()
  }

  /// A process with the pauses of production, where the other tests have shorter ones.
  private func context(_ name: String, _ flags: [String: String], _ faults: FaultCounter) throws -> FleetContext {
    let standard = try fleet.context(name, flags)
    var redis = standard.redis
    redis.backoff = RedisBackoff()
    return FleetContext(
      redis: redis,
      postgres: try WorkerPool.make(
        databaseURL: databaseURL ?? fleet.postgresServer.socketURL(database: fleet.database, role: "reckoner_worker"),
        program: "drill",
        connectionCountMax: 6,
        limits: limits
      ),
      settings: standard.settings,
      clock: standard.clock,
      logger: faults.logger,
      instance: standard.instance
    )
  }

  /// While the store is away: the loops wait longer and longer, Redis is left in peace, and nobody is charged.
  private func expectPatience(_ faults: FaultCounter, _ meanwhile: () async throws -> Void) async throws {
    let start = ContinuousClock.now
    let (faultsBefore, readsBefore) = (faults.count, try await readCount())
    try await Wait.until("the time is over") {
      try await meanwhile()
      return ContinuousClock.now - start > awayTime
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let faultRate = Double(faults.count - faultsBefore) / seconds / Double(Self.loopCount)
    #expect(faultRate < 4, "\(faultRate) retries a second of each loop: \(faults.last)")
    if let readsBefore, let reads = try await readCount() {
      let readRate = Double(reads - readsBefore) / seconds
      // Who isn't concerned works on, batch by batch; a loop without a pause would ask thousands of times.
      #expect(readRate < 400, "\(readRate) reads a second")
    }
    try await expectNoCharge()
  }

  /// Reads of the group that Redis has served; heartbeats go on; `nil` while it doesn't answer.
  private func readCount() async throws -> Int? {
    if !publishesMeanwhile { return nil }
    let statistics = try await fleet.redis.send(ServerInfo(section: "commandstats"))
    return ["xreadgroup"].reduce(0) { sum, command in
      let calls = statistics["cmdstat_\(command)"]?.prefix { $0 != "," }.dropFirst("calls=".count)
      return sum + (calls.flatMap { Int($0) } ?? 0)
    }
  }

  private func expectNoCharge() async throws {
    if !publishesMeanwhile { return }
    #expect(try await fleet.letters().isEmpty)
    for key in try await StreamDirectory.find(concerned, redis: fleet.redis) {
      let pending = try await fleet.redis.send(
        StreamPendingEntries(key: key.text, group: concerned.rawValue, count: 1000)
      )
      // As it was read: nobody was silent for as long as would have it taken over.
      #expect(pending.allSatisfy { $0.deliveryCount == 1 }, "\(key): \(pending.map(\.deliveryCount))")
    }
  }

  private func expectAllApplied() async throws {
    try await fleet.settle()
    let report = try await fleet.verify()
    #expect(report.found == [:])
    #expect(report.recordedEvents == Self.events.count && report.samples == 2 * Self.conversationCount)
    #expect(report.entries.pending == 0 && report.entries.unread == 0 && report.entries.dead == 0)
    #expect(try await fleet.letters().isEmpty)
  }
}
