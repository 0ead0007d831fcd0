import EventModel
import FoundationEssentials
import PostgresClient
import Simulation
import Streams
import Workers

/// What many tenants cost that do nothing, beside one that is busy, and how soon one of them is served again.
public struct TenantsCase: Sendable {
  private static let warmUpSeconds = 5.0
  /// Between two first events, in milliseconds: each meets a fleet that is busy with others.
  private static let gap = Duration.milliseconds(50)

  let session: BenchmarkSession
  let tenantCount: Int
  /// Of the busy one, events a second.
  let rate: Double
  /// How long the costs are measured.
  let seconds: Double
  /// How many idle tenants wake up.
  let wakingCount: Int

  /// - Parameters:
  ///   - tenantCount: of idle ones.
  ///   - rate: of the busy one, in events a second.
  ///   - seconds: how long the costs are measured.
  ///   - wakingCount: how many idle ones publish a first event, one after the other.
  public init(session: BenchmarkSession, tenantCount: Int, rate: Double, seconds: Double, wakingCount: Int) {
    self.session = session
    self.tenantCount = tenantCount
    self.rate = rate
    self.seconds = seconds
    self.wakingCount = min(wakingCount, tenantCount)
  }

  /// What one phase used, in percent of a core.
  private struct Usage {
    let total: Double
    let programs: Double
    let redis: Double
    let postgres: Double
  }

  public func run() async throws -> CaseReport {
    try await CommitTimes(postgres: session.stores.owner).check()
    var alone: [Usage] = []
    var beside: [Usage] = []
    var first: [LatencyRecord] = []
    for index in 1...session.options.repeatCount {
      let quiet = try await session.stores.withDatabase { try await measure(idleCount: 0, in: $0) }
      let full = try await session.stores.withDatabase { try await measure(idleCount: tenantCount, in: $0) }
      session.note("tenants \(index): \(full.usage.total) % of a core, without the idle ones \(quiet.usage.total) %")
      alone.append(quiet.usage)
      beside.append(full.usage)
      first.append(full.latency)
    }
    var settings = session.options.settings
    settings["tenants"] = Double(tenantCount)
    settings["rate"] = rate
    settings["seconds"] = seconds
    let idle = zip(beside, alone).map { $0.total - $1.total }
    return CaseReport(
      "tenants",
      settings: settings,
      figures: [
        Figure("cost of the idle ones", unit: "% of a core", isHigherBetter: false, samples: idle, target: .idleTenants)
      ] + LatencyFigures.make("first event to commit", first, target: .firstEvent),
      costs: [
        .cost("programs, with the idle ones", unit: "% of a core", samples: beside.map(\.programs)),
        .cost("programs, without", unit: "% of a core", samples: alone.map(\.programs)),
        .cost("redis, with the idle ones", unit: "% of a core", samples: beside.map(\.redis)),
        .cost("redis, without", unit: "% of a core", samples: alone.map(\.redis)),
        .cost("postgresql, with the idle ones", unit: "% of a core", samples: beside.map(\.postgres)),
        .cost("postgresql, without", unit: "% of a core", samples: alone.map(\.postgres)),
      ]
    )
  }

  private func measure(
    idleCount: Int,
    in database: BenchmarkDatabase
  ) async throws -> (usage: Usage, latency: LatencyRecord) {
    let stores = session.stores
    try await stores.emptyRedis()
    var idlePlan = session.plan(eventCount: max(tenantCount * 36, 36), tenantCount: max(tenantCount, 1))
    idlePlan.seed = ~idlePlan.seed
    let idle = Array(idlePlan.tenants.prefix(idleCount))
    try await IdleTenants(tenants: idle).makeStreams(in: stores.redis)
    let found = try await session.withConnection(to: database) { postgres in
      try await session.withFleet(session.options.shape, addresses: session.addresses(of: database)) { fleet in
        let usage = try await usage(of: fleet, postgres)
        let due = idle.isEmpty ? [:] : try await wake(Workload(idlePlan), of: Set(idle))
        try await waitForRecords(of: due.count, among: idle, postgres)
        return (usage, try await CommitTimes(postgres: postgres).latenciesToCommit(since: due))
      }
    }
    guard idle.isEmpty || found.1.count == wakingCount else {
      throw BenchmarkError("\(wakingCount) idle tenants woke up, \(found.1.count) first events are recorded")
    }
    try await session.verify(database)
    return found
  }

  /// Feeds the busy tenant.
  private func usage(of fleet: BenchmarkFleet, _ postgres: PostgresConnection) async throws -> Usage {
    let stores = session.stores
    let feed = LiveFeed(redis: stores.redis)
    let warmUp = session.plan(eventCount: Int(rate * Self.warmUpSeconds), tenantCount: 1, round: 1)
    try await feed.publish(warmUp, rate: rate)
    // What was written before is nobody's cost in here.
    try await postgres.executeScript("CHECKPOINT")
    let programs = fleet.seconds.values.reduce(0, +)
    let redis = try await stores.redisSeconds()
    let postgres = try await stores.postgresSeconds()
    let start = ContinuousClock.now
    try await feed.publish(session.plan(eventCount: Int(rate * seconds), tenantCount: 1), rate: rate)
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    func percent(_ used: Double) -> Double { used / elapsed * 100 }
    let programShare = percent(fleet.seconds.values.reduce(0, +) - programs)
    let redisShare = percent(try await stores.redisSeconds() - redis)
    let last = try await stores.postgresSeconds()
    let postgresShare = percent(postgres.flatMap { before in last.map { $0 - before } } ?? 0)
    try fleet.checkRunning()
    return Usage(
      total: programShare + redisShare + postgresShare,
      programs: programShare,
      redis: redisShare,
      postgres: postgresShare
    )
  }

  /// Publishes the first event of so many tenants, one after the other.
  /// - Returns: when each was published, by its event's id.
  private func wake(_ workload: Workload, of tenants: Set<TenantID>) async throws -> [UUID: Int64] {
    let publisher = EventPublisher(redis: session.stores.redis)
    var left = tenants
    var dueTimes: [UUID: Int64] = [:]
    for event in workload where left.contains(event.tenantID) && dueTimes.count < wakingCount {
      left.remove(event.tenantID)
      dueTimes[event.eventID.uuid] = WallClock.system.now.microseconds
      try await publisher.publish([WorkloadPublisher.entry(of: event)])
      try await Task.sleep(for: Self.gap)
    }
    return dueTimes
  }

  private func waitForRecords(of count: Int, among tenants: [TenantID], _ postgres: PostgresConnection) async throws {
    if count == 0 { return }
    let list = tenants.map { "'\($0)'" }.joined(separator: ", ")
    let deadline = ContinuousClock.now + .seconds(60)
    while try await postgres.number("SELECT count(*) FROM learning.events WHERE tenant_id IN (\(list))") < count {
      guard ContinuousClock.now < deadline else { throw BenchmarkError("idle tenants' events aren't recorded") }
      try await Task.sleep(for: .milliseconds(100))
    }
  }
}
