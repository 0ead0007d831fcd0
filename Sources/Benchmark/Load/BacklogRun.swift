import EventModel
import PostgresClient
import Simulation
import Store

/// Works off a load that lies in its streams, and measures what that takes.
struct BacklogRun: Sendable {
  let session: BenchmarkSession
  let database: BenchmarkDatabase

  /// Publishes the load, starts the programs, and stops the clock when every event has all of its
  /// effects and every entry is acknowledged. The start of the programs is part of the time.
  /// - Parameters:
  ///   - addresses: of the stores, where the programs are to reach them by another way.
  ///   - verifies: whether the conservation check follows.
  ///   - emptiesRedis: whether Redis is emptied before; else it holds what was worked off before.
  ///   - prepare: what is to be done before the publishing.
  func run(
    _ plan: WorkloadPlan,
    shape: FleetShape,
    addresses: [String: String]? = nil,
    verifies: Bool = true,
    emptiesRedis: Bool = true,
    prepare: () async throws -> Void = {}
  ) async throws -> RunMeasurement {
    let stores = session.stores
    if emptiesRedis { try await stores.emptyRedis() }
    try await prepare()
    try await WorkloadPublisher(redis: stores.redis).publish(plan)
    try await stores.settleRedis()
    let measurement = try await session.withConnection(to: database) { postgres in
      try await postgres.executeScript("CHECKPOINT")
      let eventCount = try await Self.eventCount(postgres)
      let statements = StatementCosts(postgres: postgres)
      if session.options.showsStatements { try await statements.reset() }
      let meter = try await RunMeter.begin(stores: stores, postgres: postgres)
      let reading = try await session.withFleet(shape, addresses: addresses ?? session.addresses(of: database)) {
        fleet in
        let watch = DrainWatch(redis: stores.redis, postgres: postgres, tenants: plan.tenants)
        try await watch.waitForEvents { try fleet.checkRunning() }
        let committed = ContinuousClock.now
        try await watch.waitForSamples { try fleet.checkRunning() }
        return try await meter.read(committed: committed, fleet, stores: stores, postgres: postgres)
      }
      if session.options.showsStatements {
        for line in try await statements.lines(eventCount: plan.eventCount) { session.note(line) }
      }
      let recorded = try await Self.eventCount(postgres) - eventCount
      guard recorded == plan.eventCount else {
        throw BenchmarkError("\(recorded) events are recorded, \(plan.eventCount) were published")
      }
      return try await meter.finish(reading, eventCount: plan.eventCount, postgres: postgres)
    }
    if verifies { try await session.verify(database) }
    return measurement
  }

  private static func eventCount(_ postgres: PostgresConnection) async throws -> Int {
    Int(try await postgres.send(CountEvents(), timeout: PostgresConnection.queryTimeout).reduce(0) { $0 + $1.count })
  }
}
