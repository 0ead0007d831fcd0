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
    let programs: Double
    let redis: Double
    let postgres: Double

    var total: Double { programs + redis + postgres }
  }

  /// One phase: at rest, with the busy tenant, and the first events of idle ones.
  private struct Phase {
    let resting: Usage
    let busy: Usage
    let latency: LatencyRecord
  }

  public func run() async throws -> CaseReport {
    try await CommitTimes(postgres: session.stores.owner).check()
    var alone: [Phase] = []
    var beside: [Phase] = []
    for index in 1...session.options.repeatCount {
      let quiet = try await session.stores.withDatabase { try await measure(idleCount: 0, in: $0) }
      let full = try await session.stores.withDatabase { try await measure(idleCount: tenantCount, in: $0) }
      session.note(
        "tenants \(index): \(full.busy.total.rounded()) % of a core, without the idle ones "
          + "\(quiet.busy.total.rounded()) %; at rest \(full.resting.total.rounded()) and "
          + "\(quiet.resting.total.rounded()) %"
      )
      alone.append(quiet)
      beside.append(full)
    }
    var settings = session.options.settings
    settings["tenants"] = Double(tenantCount)
    settings["rate"] = rate
    settings["seconds"] = seconds
    return CaseReport(
      "tenants",
      settings: settings,
      figures: [
        figure(
          "cost of the idle ones beside a busy one",
          zip(beside, alone).map { $0.busy.total - $1.busy.total },
          target: .idleTenants
        ),
        figure("cost of the idle ones at rest", zip(beside, alone).map { $0.resting.total - $1.resting.total }),
      ] + LatencyFigures.make("first event to commit", beside.map(\.latency), target: .firstEvent),
      costs: Self.costs("with the idle ones", beside) + Self.costs("without", alone)
    )
  }

  private func figure(_ name: String, _ samples: [Double], target: Target? = nil) -> Figure {
    Figure(name, unit: "% of a core", isHigherBetter: false, samples: samples, target: target)
  }

  private static func costs(_ label: String, _ phases: [Phase]) -> [Figure] {
    [
      .cost("programs, \(label)", unit: "% of a core", samples: phases.map(\.busy.programs)),
      .cost("redis, \(label)", unit: "% of a core", samples: phases.map(\.busy.redis)),
      .cost("postgresql, \(label)", unit: "% of a core", samples: phases.map(\.busy.postgres)),
      .cost("all at rest, \(label)", unit: "% of a core", samples: phases.map(\.resting.total)),
    ]
  }

  private func measure(idleCount: Int, in database: BenchmarkDatabase) async throws -> Phase {
    let stores = session.stores
    try await stores.emptyRedis()
    var idlePlan = session.plan(eventCount: max(tenantCount * 36, 36), tenantCount: max(tenantCount, 1))
    idlePlan.seed = ~idlePlan.seed
    let idle = Array(idlePlan.tenants.prefix(idleCount))
    try await IdleTenants(tenants: idle).makeStreams(in: stores.redis)
    let found = try await session.withConnection(to: database) { postgres in
      try await session.withFleet(session.options.shape, addresses: session.addresses(of: database)) { fleet in
        let (resting, busy) = try await usages(of: fleet, postgres)
        let due = idle.isEmpty ? [:] : try await wake(Workload(idlePlan), of: Set(idle))
        try await waitForRecords(of: due.count, among: idle, postgres)
        let latency = try await CommitTimes(postgres: postgres).latenciesToCommit(since: due)
        return Phase(resting: resting, busy: busy, latency: latency)
      }
    }
    guard idle.isEmpty || found.latency.count == wakingCount else {
      throw BenchmarkError("\(wakingCount) idle tenants woke up, \(found.latency.count) first events are recorded")
    }
    try await session.verify(database)
    return found
  }

  /// What the fleet uses at rest, and while the busy tenant is fed.
  private func usages(
    of fleet: BenchmarkFleet,
    _ postgres: PostgresConnection
  ) async throws -> (resting: Usage, busy: Usage) {
    let feed = LiveFeed(redis: session.stores.redis)
    let warmUp = session.plan(eventCount: Int(rate * Self.warmUpSeconds), tenantCount: 1, round: 1)
    try await feed.publish(warmUp, rate: rate)
    // What was written before is nobody's cost in here.
    try await postgres.executeScript("CHECKPOINT")
    let resting = try await usage(of: fleet) { try await Task.sleep(for: .seconds(seconds / 2)) }
    let plan = session.plan(eventCount: Int(rate * seconds), tenantCount: 1)
    let busy = try await usage(of: fleet) { try await feed.publish(plan, rate: rate) }
    try fleet.checkRunning()
    return (resting, busy)
  }

  private func usage(of fleet: BenchmarkFleet, while body: () async throws -> Void) async throws -> Usage {
    let stores = session.stores
    let programs = fleet.seconds.values.reduce(0, +)
    let redis = try await stores.redisSeconds()
    let postgres = try await stores.postgresSeconds()
    let start = ContinuousClock.now
    try await body()
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    func percent(_ used: Double) -> Double { used / elapsed * 100 }
    let last = try await stores.postgresSeconds()
    return Usage(
      programs: percent(fleet.seconds.values.reduce(0, +) - programs),
      redis: percent(try await stores.redisSeconds() - redis),
      postgres: percent(postgres.flatMap { before in last.map { $0 - before } } ?? 0)
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
