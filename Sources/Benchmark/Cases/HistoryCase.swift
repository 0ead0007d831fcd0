import PostgresClient

/// What the past costs: the throughput beside millions of outcomes against that in an empty database.
public struct HistoryCase: Sendable {
  /// Events of which the history is a multiple.
  private static let originalEventCount = 72_000

  let session: BenchmarkSession
  /// Outcomes of the history, about.
  let outcomeCount: Int

  /// - Parameter outcomeCount: of the history, about; it is a whole number of copies of the outcomes of 72,000 events.
  public init(session: BenchmarkSession, outcomeCount: Int) {
    self.session = session
    self.outcomeCount = outcomeCount
  }

  public func run() async throws -> CaseReport {
    try await session.warmUp()
    return try await session.stores.withDatabase { old in
      let found = try await fill(old)
      session.note("history: \(found) outcomes are there")
      var without: [RunMeasurement] = []
      var with: [RunMeasurement] = []
      for index in 1...session.options.repeatCount {
        // Other events of the same tenants in each repeat: the history's database is used by all.
        let plan = session.plan(eventCount: session.options.eventCount, round: UInt64(index))
        let empty = try await session.stores.withDatabase { database in
          try await BacklogRun(session: session, database: database).run(plan, shape: session.options.shape)
        }
        let isLast = index == session.options.repeatCount
        let run = BacklogRun(session: session, database: old)
        let full = try await run.run(plan, shape: session.options.shape, verifies: isLast) {
          // An aggregator that finds an empty Redis looks over all outcomes once: before the clock starts, for it is no
          // part of what the load costs.
          try await session.drain(BenchmarkFleet.aggregatorName, on: old)
        }
        session.note(
          "history \(index): \(full.eventsPerSecond.rounded()) of \(empty.eventsPerSecond.rounded()) events/s"
        )
        without.append(empty)
        with.append(full)
      }
      return report(without: without, with: with, outcomeCount: found)
    }
  }

  private func report(without: [RunMeasurement], with: [RunMeasurement], outcomeCount: Int64) -> CaseReport {
    var settings = session.options.settings
    settings["outcomes"] = Double(outcomeCount)
    return CaseReport(
      "history",
      settings: settings,
      figures: [
        Figure(
          "rate with history / without",
          unit: "ratio",
          isHigherBetter: true,
          samples: zip(with, without).map { $0.eventsPerSecond / $1.eventsPerSecond },
          target: .history
        ),
        Figure(
          "throughput with history",
          unit: "events/s",
          isHigherBetter: true,
          samples: with.map(\.eventsPerSecond)
        ),
      ],
      costs: with.costs
    )
  }

  /// Works off a real load, and multiplies it.
  /// - Returns: how many outcomes there are.
  private func fill(_ database: BenchmarkDatabase) async throws -> Int64 {
    let plan = session.plan(eventCount: Self.originalEventCount, round: UInt64(UInt32.max))
    _ = try await BacklogRun(session: session, database: database).run(plan, shape: session.options.shape)
    return try await session.withConnection(to: database) { postgres in
      let original = Int(try await postgres.number("SELECT count(*) FROM learning.outcome_records"))
      let copyCount = max(outcomeCount / max(original, 1) - 1, 0)
      if copyCount > 0 { try await HistoryCopy(postgres: postgres).add(copyCount: copyCount) }
      return try await postgres.number("SELECT count(*) FROM learning.outcome_records")
    }
  }
}
