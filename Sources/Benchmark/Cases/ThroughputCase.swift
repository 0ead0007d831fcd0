/// How fast a backlog is worked off: every effect, from the streams to the bins.
public struct ThroughputCase: Sendable {
  let session: BenchmarkSession

  public init(session: BenchmarkSession) {
    self.session = session
  }

  public func run() async throws -> CaseReport {
    try await session.warmUp()
    var runs: [RunMeasurement] = []
    for index in 1...session.options.repeatCount {
      let plan = session.plan(eventCount: session.options.eventCount)
      let run = try await session.stores.withDatabase { database in
        try await BacklogRun(session: session, database: database).run(plan, shape: session.options.shape)
      }
      session.note("throughput \(index): \(run.eventsPerSecond.rounded()) events/s")
      runs.append(run)
    }
    return CaseReport(
      "throughput",
      settings: session.options.settings,
      figures: [Self.figure(runs)],
      costs: runs.costs
    )
  }

  static func figure(_ runs: [RunMeasurement]) -> Figure {
    Figure(
      "throughput",
      unit: "events/s",
      isHigherBetter: true,
      samples: runs.map(\.eventsPerSecond),
      target: .throughput
    )
  }
}

extension BenchmarkSession {
  /// A small run that isn't counted, so that files, caches and the processor's clock are as in the others.
  func warmUp() async throws {
    if options.warmUpEventCount == 0 { return }
    let plan = plan(eventCount: options.warmUpEventCount)
    let run = try await stores.withDatabase { database in
      try await BacklogRun(session: self, database: database).run(plan, shape: options.shape)
    }
    note("warm-up: \(run.eventsPerSecond.rounded()) events/s")
  }
}
