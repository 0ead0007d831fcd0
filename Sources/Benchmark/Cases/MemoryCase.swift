import PostgresClient
import Simulation

/// How much memory a worker takes with a large backlog before it.
public struct MemoryCase: Sendable {
  private static let interval = Duration.milliseconds(200)

  let session: BenchmarkSession
  /// How long the worker works at most.
  let seconds: Double

  /// - Parameter seconds: how long the worker works at most.
  public init(session: BenchmarkSession, seconds: Double) {
    self.session = session
    self.seconds = seconds
  }

  public func run() async throws -> CaseReport {
    var middles: [Double] = []
    var peaks: [Double] = []
    for index in 1...session.options.repeatCount {
      let (middle, peak) = try await session.stores.withDatabase { try await measure(in: $0) }
      session.note("memory \(index): \(peak / 1e6) MB, half way \(middle / 1e6) MB")
      middles.append(middle / 1e6)
      peaks.append(peak / 1e6)
    }
    var settings = session.options.settings
    settings["seconds"] = seconds
    return CaseReport(
      "memory",
      settings: settings,
      figures: [
        Figure("peak memory of a worker", unit: "MB", isHigherBetter: false, samples: peaks, target: .memory)
      ],
      costs: [.cost("peak memory half way", unit: "MB", samples: middles)]
    )
  }

  private func measure(in database: BenchmarkDatabase) async throws -> (middle: Double, peak: Double) {
    let stores = session.stores
    try await stores.emptyRedis()
    let plan = session.plan(eventCount: session.options.eventCount)
    try await WorkloadPublisher(redis: stores.redis).publish(plan)
    try await stores.settleRedis()
    var shape = session.options.shape
    shape.hasAggregator = false
    let peaks = try await session.withFleet(shape, addresses: session.addresses(of: database)) { fleet in
      try await session.withConnection(to: database) { postgres in
        let watch = DrainWatch(redis: stores.redis, postgres: postgres, tenants: plan.tenants)
        let start = ContinuousClock.now
        var middle: Int?
        // A backlog that is worked off before the time is over ends the measurement too.
        while ContinuousClock.now - start < .seconds(seconds) {
          try fleet.checkRunning()
          if middle == nil, ContinuousClock.now - start >= .seconds(seconds / 2) { middle = Self.peak(of: fleet) }
          if try await watch.isEveryEventAcknowledged() { break }
          try await Task.sleep(for: Self.interval)
        }
        let peak = Self.peak(of: fleet)
        return (Double(middle ?? peak), Double(peak))
      }
    }
    // What is left unread goes with Redis, and so do the samples, which come back from what was recorded.
    try await stores.emptyRedis()
    try await session.drain(BenchmarkFleet.workerName, on: database)
    try await session.drain(BenchmarkFleet.aggregatorName, on: database)
    try await session.verify(database)
    return peaks
  }

  private static func peak(of fleet: BenchmarkFleet) -> Int {
    fleet.peakByteCounts[BenchmarkFleet.workerName] ?? 0
  }
}
