/// The throughput beside its floor, by turns on the same data: how much of what PostgreSQL could do is used.
public struct FloorCase: Sendable {
  let session: BenchmarkSession

  public init(session: BenchmarkSession) {
    self.session = session
  }

  public func run() async throws -> [CaseReport] {
    try await session.warmUp()
    var runs: [RunMeasurement] = []
    var floors: [FloorRun.Measurement] = []
    for index in 1...session.options.repeatCount {
      let plan = session.plan(eventCount: session.options.eventCount)
      let (run, floor) = try await session.stores.withDatabase { database in
        let run = try await BacklogRun(session: session, database: database).run(plan, shape: session.options.shape)
        return (run, try await FloorRun(session: session).run(of: database))
      }
      session.note(
        "throughput \(index): \(run.eventsPerSecond.rounded()) events/s, floor \(floor.eventsPerSecond.rounded())"
      )
      runs.append(run)
      floors.append(floor)
    }
    return [
      CaseReport(
        "throughput",
        settings: session.options.settings,
        figures: [ThroughputCase.figure(runs)],
        costs: runs.costs
      ),
      report(runs, floors),
    ]
  }

  private func report(_ runs: [RunMeasurement], _ floors: [FloorRun.Measurement]) -> CaseReport {
    let share = Figure(
      "throughput / floor",
      unit: "ratio",
      isHigherBetter: true,
      samples: zip(runs, floors).map { $0.eventsPerSecond / $1.eventsPerSecond },
      target: .floorShare
    )
    let floor = Figure("floor", unit: "events/s", isHigherBetter: true, samples: floors.map(\.eventsPerSecond))
    var costs = [
      Figure.cost("wal", unit: "bytes/event", samples: floors.map { Double($0.walByteCount) / Double($0.eventCount) })
    ]
    let seconds = floors.compactMap { floor in floor.postgresSeconds.map { $0 / Double(floor.eventCount) * 1e6 } }
    if seconds.count == floors.count {
      costs.append(.cost("cpu postgresql", unit: "s/million events", samples: seconds))
    }
    return CaseReport("floor", settings: session.options.settings, figures: [share, floor], costs: costs)
  }
}
