import PostgresClient

/// What a transaction costs that somebody holds open: rows that nobody needs any more can't be removed meanwhile.
public struct HeldCase: Sendable {
  let session: BenchmarkSession
  /// How long it is held.
  let seconds: Double

  /// - Parameter seconds: how long the transaction is held, and the fleet fed.
  public init(session: BenchmarkSession, seconds: Double) {
    self.session = session
    self.seconds = seconds
  }

  public func run() async throws -> CaseReport {
    try await session.warmUp()
    var free: [[RunMeasurement]] = []
    var held: [[RunMeasurement]] = []
    for index in 1...session.options.repeatCount {
      free.append(try await session.stores.withDatabase { try await rounds(in: $0) })
      held.append(
        try await session.stores.withDatabase { database in
          try await session.withConnection(to: database) { holder in
            try await holder.transaction(isolation: .repeatableReadReadOnly) { transaction in
              _ = try await transaction.send(HoldSnapshot())
              return try await rounds(in: database)
            }
          }
        }
      )
      session.note("held \(index): \(Self.lastRate(held[index - 1])) of \(Self.lastRate(free[index - 1])) events/s")
    }
    var settings = session.options.settings
    settings["held_seconds"] = seconds
    return CaseReport(
      "held",
      settings: settings,
      figures: [
        Figure(
          "rate beside a held transaction / without",
          unit: "ratio",
          isHigherBetter: true,
          samples: zip(held, free).map { Self.lastRate($0) / Self.lastRate($1) },
          target: .held
        ),
        Figure(
          "throughput beside a held transaction",
          unit: "events/s",
          isHigherBetter: true,
          samples: held.map(Self.lastRate)
        ),
        Figure(
          "overall rate beside a held transaction / without",
          unit: "ratio",
          isHigherBetter: true,
          samples: zip(held, free).map { Self.overallRate($0) / Self.overallRate($1) }
        ),
      ],
      costs: held.compactMap(\.last).costs
    )
  }

  /// Loads of other events of the same tenants, one after the other in one database, for as long as it takes.
  private func rounds(in database: BenchmarkDatabase) async throws -> [RunMeasurement] {
    var runs: [RunMeasurement] = []
    let end = ContinuousClock.now + .seconds(seconds)
    repeat {
      let plan = session.plan(eventCount: session.options.eventCount, round: UInt64(runs.count))
      let run = BacklogRun(session: session, database: database)
      let isLast = ContinuousClock.now >= end
      // Emptied only at first: an aggregator that finds an empty Redis looks over all outcomes.
      runs.append(
        try await run.run(plan, shape: session.options.shape, verifies: isLast, emptiesRedis: runs.isEmpty)
      )
      if isLast { return runs }
    } while true
  }

  /// Of the last round, beside which the transaction is oldest.
  private static func lastRate(_ runs: [RunMeasurement]) -> Double {
    runs[runs.count - 1].eventsPerSecond
  }

  private static func overallRate(_ runs: [RunMeasurement]) -> Double {
    Double(runs.reduce(0) { $0 + $1.eventCount }) / runs.reduce(0) { $0 + $1.seconds }
  }
}

/// Takes a snapshot, which the transaction keeps to its end.
private struct HoldSnapshot: PostgresStatement {
  static let sql = "SELECT 1::bigint"

  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 {
    try row.int64()
  }
}
