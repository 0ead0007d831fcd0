import PostgresClient

/// Measures from one moment to another: the time, and what programs and stores used.
struct RunMeter: Sendable {
  private let start: ContinuousClock.Instant
  private let counters: DatabaseCounters
  private let redisSeconds: Double
  private let postgresSeconds: Double?

  /// What was read when the clock stopped, before the programs ended.
  struct Reading: Sendable {
    let seconds: Double
    let tailSeconds: Double
    let programSeconds: [String: Double]
    let peakByteCounts: [String: Int]
    let redisSeconds: Double
    let postgresSeconds: Double?
    let walByteCount: Int64
  }

  /// Reads the counters and starts the clock.
  static func begin(stores: BenchmarkStores, postgres: PostgresConnection) async throws -> RunMeter {
    let counters = try await DatabaseCounters.read(postgres)
    let redisSeconds = try await stores.redisSeconds()
    let postgresSeconds = try await stores.postgresSeconds()
    return RunMeter(
      start: .now,
      counters: counters,
      redisSeconds: redisSeconds,
      postgresSeconds: postgresSeconds
    )
  }

  /// Stops the clock.
  /// - Parameter committed: when every event was committed and its samples published.
  func read(
    committed: ContinuousClock.Instant,
    _ fleet: BenchmarkFleet,
    stores: BenchmarkStores,
    postgres: PostgresConnection
  ) async throws -> Reading {
    let end = ContinuousClock.now
    return Reading(
      seconds: (end - start) / .seconds(1),
      tailSeconds: (end - committed) / .seconds(1),
      programSeconds: fleet.seconds,
      peakByteCounts: fleet.peakByteCounts,
      redisSeconds: try await stores.redisSeconds() - redisSeconds,
      postgresSeconds: try await Self.difference(stores.postgresSeconds(), postgresSeconds),
      walByteCount: try await DatabaseCounters.walPosition(postgres) - counters.walPosition
    )
  }

  /// Reads what sessions tell of when they end. The programs have ended.
  func finish(
    _ reading: Reading,
    eventCount: Int,
    postgres: PostgresConnection
  ) async throws -> RunMeasurement {
    try await Self.waitForSessions(postgres)
    let last = try await DatabaseCounters.read(postgres)
    return RunMeasurement(
      eventCount: eventCount,
      seconds: reading.seconds,
      tailSeconds: reading.tailSeconds,
      programSeconds: reading.programSeconds,
      peakByteCounts: reading.peakByteCounts,
      redisSeconds: reading.redisSeconds,
      postgresSeconds: reading.postgresSeconds,
      walByteCount: reading.walByteCount,
      commitCount: last.commitCount - counters.commitCount,
      rowCount: last.rowCount - counters.rowCount,
      heapOnlyCount: last.heapOnlyCount - counters.heapOnlyCount,
      deadCount: last.deadCount
    )
  }

  /// A session hands in what it counted before it disappears. Those of the benchmark itself stay.
  private static func waitForSessions(_ postgres: PostgresConnection) async throws {
    let sql = """
      SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND backend_type = 'client backend'
        AND application_name <> '\(BenchmarkStores.applicationName)'
      """
    let deadline = ContinuousClock.now + .seconds(30)
    while try await postgres.number(sql) > 0 {
      guard ContinuousClock.now < deadline else { throw BenchmarkError("a program's session doesn't end") }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  private static func difference(_ last: Double?, _ first: Double?) -> Double? {
    guard let last, let first else { return nil }
    return last - first
  }
}
