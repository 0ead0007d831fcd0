import PostgresClient

/// The least that the rows of a load can cost: bare prepared statements of many rows, a transaction for a thousand events,
/// in a loop. No Redis, no workers, no JSON, no conflict to look for, no row to lock or to read before it is written.
///
/// Rows come from tables of the same database and not from parameters, which spares the server their transfer: the floor is
/// generous to PostgreSQL.
struct FloorRun: Sendable {
  let session: BenchmarkSession

  /// What a floor took.
  struct Measurement: Hashable, Sendable {
    let eventCount: Int
    let seconds: Double
    let walByteCount: Int64
    /// `nil` where the server runs on another machine.
    let postgresSeconds: Double?

    var eventsPerSecond: Double { Double(eventCount) / seconds }
  }

  /// Writes what a drained database holds into an empty copy of it.
  /// - Parameter drained: nobody is connected to it.
  func run(of drained: BenchmarkDatabase) async throws -> Measurement {
    try await session.stores.withDatabase(copying: drained) { database in
      try await session.withConnection(to: database) { owner in
        try await owner.executeScript(FloorStaging.script)
        try await owner.executeScript("VACUUM FULL learning.calibration_bins")
        try await owner.executeScript("VACUUM ANALYZE")
        try await owner.executeScript("CHECKPOINT")
        let batchCount = Int(try await owner.number("SELECT max(batch)::bigint + 1 FROM floor.events"))
        let eventCount = Int(try await owner.number("SELECT events FROM floor.expected"))
        let measurement = try await measure(database, owner: owner, batchCount: batchCount, eventCount: eventCount)
        try await check(owner)
        return measurement
      }
    }
  }

  private func measure(
    _ database: BenchmarkDatabase,
    owner: PostgresConnection,
    batchCount: Int,
    eventCount: Int
  ) async throws -> Measurement {
    let worker = try await BenchmarkStores.connect(database.workerAddress)
    let statements = try await FloorStatements.prepare(on: worker)
    let walPosition = try await DatabaseCounters.walPosition(owner)
    let postgresSeconds = try await session.stores.postgresSeconds()
    let start = ContinuousClock.now
    for batch in 0..<batchCount { try await worker.executeScript(statements.script(batch: batch)) }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let used = try await session.stores.postgresSeconds()
    let walByteCount = try await DatabaseCounters.walPosition(owner) - walPosition
    await worker.close()
    return Measurement(
      eventCount: eventCount,
      seconds: seconds,
      walByteCount: walByteCount,
      postgresSeconds: postgresSeconds.flatMap { before in used.map { $0 - before } }
    )
  }

  /// - Throws: ``BenchmarkError`` where the floor came to other rows than the fleet.
  private func check(_ owner: PostgresConnection) async throws {
    let isSame = try await owner.number(
      "SELECT count(*) FROM floor.expected AS expected JOIN (\(FloorStaging.countQuery)) AS found "
        + "USING (events, outcomes, conversions, samples, binned)"
    )
    guard isSame == 1 else {
      throw BenchmarkError("the floor came to other counts of rows than the fleet: its staging misses something")
    }
  }
}
