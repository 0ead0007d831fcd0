import PostgresClient
import Simulation

/// How many samples a second an aggregator folds into bins.
public struct AggregatorCase: Sendable {
  let session: BenchmarkSession

  public init(session: BenchmarkSession) {
    self.session = session
  }

  public func run() async throws -> CaseReport {
    var rates: [Double] = []
    for index in 1...session.options.repeatCount {
      let rate = try await session.stores.withDatabase { try await measure(in: $0) }
      session.note("aggregator \(index): \(rate.rounded()) samples/s")
      rates.append(rate)
    }
    return CaseReport(
      "aggregator",
      settings: session.options.settings,
      figures: [
        Figure("samples folded", unit: "samples/s", isHigherBetter: true, samples: rates, target: .aggregator)
      ]
    )
  }

  /// The worker alone first, and then the aggregator alone: the start of its process is part of its time.
  private func measure(in database: BenchmarkDatabase) async throws -> Double {
    let stores = session.stores
    try await stores.emptyRedis()
    let plan = session.plan(eventCount: session.options.eventCount)
    try await WorkloadPublisher(redis: stores.redis).publish(plan)
    let rate = try await session.withConnection(to: database) { postgres in
      let watch = DrainWatch(redis: stores.redis, postgres: postgres, tenants: plan.tenants)
      var shape = session.options.shape
      shape.hasAggregator = false
      try await session.withFleet(shape, addresses: session.addresses(of: database)) { fleet in
        try await watch.waitForEvents { try fleet.checkRunning() }
      }
      try await postgres.executeScript("CHECKPOINT")
      try await stores.settleRedis()
      shape.workerCount = 0
      shape.hasAggregator = true
      let start = ContinuousClock.now
      let seconds = try await session.withFleet(shape, addresses: session.addresses(of: database)) { fleet in
        try await watch.waitForSamples { try fleet.checkRunning() }
        return (ContinuousClock.now - start) / .seconds(1)
      }
      let count = try await postgres.number("SELECT count(*) FROM learning.calibration_samples")
      return Double(count) / seconds
    }
    try await session.verify(database)
    return rate
  }
}
