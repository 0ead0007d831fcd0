import Delivery
import EventModel
import FoundationEssentials
import Glibc
import RedisClient
import Simulation
import Streams

/// How fast a file of events is imported, against the rate at which Redis takes the same entries.
public struct ImportCase: Sendable {
  /// Commands of one round trip of the raw loop: as many as an import sends.
  private static let batchCount = 1000

  let session: BenchmarkSession

  public init(session: BenchmarkSession) {
    self.session = session
  }

  public func run() async throws -> CaseReport {
    let path = "\(session.launcher.directory)/events.ndjson"
    defer { unlink(path) }
    let plan = session.plan(eventCount: session.options.eventCount)
    try write(plan, to: path)
    var imported: [Measurement] = []
    var raw: [Double] = []
    for index in 1...session.options.repeatCount {
      raw.append(try await measureRaw(plan))
      imported.append(try await importFile(path, plan))
      session.note("import \(index): \(imported[index - 1].rate.rounded()) events/s, raw \(raw[index - 1].rounded())")
    }
    try await workOff(plan)
    return CaseReport(
      "import",
      settings: session.options.settings,
      figures: [
        Figure(
          "import / raw XADD",
          unit: "ratio",
          isHigherBetter: true,
          samples: zip(imported, raw).map { $0.rate / $1 },
          target: .importShare
        ),
        Figure("import", unit: "events/s", isHigherBetter: true, samples: imported.map(\.rate)),
        Figure("raw XADD", unit: "entries/s", isHigherBetter: true, samples: raw),
      ],
      costs: [
        .cost("cpu reckoner import", unit: "s/million events", samples: imported.map(\.programSeconds)),
        .cost("cpu redis", unit: "s/million events", samples: imported.map(\.redisSeconds)),
      ]
    )
  }

  private struct Measurement {
    /// Events a second.
    let rate: Double
    /// Seconds of processor time for a million events.
    let programSeconds: Double
    let redisSeconds: Double
  }

  /// Imports into an empty Redis; the start of the program is part of its time.
  private func importFile(_ path: String, _ plan: WorkloadPlan) async throws -> Measurement {
    let stores = session.stores
    try await stores.emptyRedis()
    let before = try await stores.redisSeconds()
    let start = ContinuousClock.now
    let program = try session.launcher.start(
      "reckoner",
      ["import", path],
      environment: ["RECKONER_REDIS_URL": stores.redisURL]
    )
    defer { program.kill() }
    try await program.finish(within: .seconds(3600))
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let millions = Double(plan.eventCount) / 1e6
    let entryCount = try await entryCount(plan)
    guard entryCount == plan.eventCount else {
      throw BenchmarkError("\(plan.eventCount) events were imported, and Redis has \(entryCount) entries")
    }
    return Measurement(
      rate: Double(plan.eventCount) / seconds,
      programSeconds: (program.secondsAtEnd ?? 0) / millions,
      redisSeconds: (try await stores.redisSeconds() - before) / millions
    )
  }

  private func entryCount(_ plan: WorkloadPlan) async throws -> Int {
    var sum = 0
    for type in ConsumerGroup.outcomeWorkers.eventTypes {
      for tenant in plan.tenants {
        sum += Int(try await session.stores.redis.send(StreamLength(key: StreamKey(type, tenant: tenant).text)))
      }
    }
    return sum
  }

  /// What was imported last becomes outcomes and bins, and the conservation check holds.
  private func workOff(_ plan: WorkloadPlan) async throws {
    try await session.stores.withDatabase { database in
      try await session.withConnection(to: database) { postgres in
        try await session.withFleet(session.options.shape, addresses: session.addresses(of: database)) { fleet in
          let watch = DrainWatch(redis: session.stores.redis, postgres: postgres, tenants: plan.tenants)
          try await watch.waitForEverything { try fleet.checkRunning() }
        }
      }
      try await session.verify(database)
    }
  }

  /// Encodes a batch, and counts only the time of its exchange.
  private func measureRaw(_ plan: WorkloadPlan) async throws -> Double {
    try await session.stores.emptyRedis()
    let loop = try RawRedisLoop(session.stores.redisConfiguration)
    var elapsed = Duration.zero
    var batch: [[UInt8]] = []
    func flush() throws {
      let start = ContinuousClock.now
      try loop.exchange(batch, answerLineCount: 2)
      elapsed += .now - start
      batch.removeAll(keepingCapacity: true)
    }
    for event in Workload(plan) {
      let key = StreamKey(event.eventType, tenant: event.tenantID).text
      let fields = event.streamFields.flatMap { [$0.name, $0.value] }
      batch.append(RESPText.command([Array("XADD".utf8), Array(key.utf8), Array("*".utf8)] + fields))
      if batch.count == Self.batchCount { try flush() }
    }
    if !batch.isEmpty { try flush() }
    return Double(plan.eventCount) / (elapsed / .seconds(1))
  }

  private func write(_ plan: WorkloadPlan, to path: String) throws {
    guard let file = fopen(path, "w") else {
      throw BenchmarkError("\(path) can't be written: \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    for event in Workload(plan) {
      let line = ImportText.line(of: event)
      guard fwrite(line, 1, line.count, file) == line.count else {
        throw BenchmarkError("\(path) can't be written: \(String(cString: strerror(errno)))")
      }
    }
    guard fflush(file) == 0 else { throw BenchmarkError("\(path) can't be written") }
  }
}

/// Events as lines of `reckoner import`.
enum ImportText {
  /// One line, with its end.
  static func line(of event: SimulatedEvent) -> [UInt8] {
    let members = event.streamFields.map { field in
      let name = String(decoding: field.name, as: UTF8.self)
      // The payload as an object, and not as a text that holds one: as people write such files.
      return JSONMember(name, name == "data" ? event.data : .string(String(decoding: field.value, as: UTF8.self)))
    }
    return JSONWriter.compact(.object(members)) + [UInt8(ascii: "\n")]
  }
}
