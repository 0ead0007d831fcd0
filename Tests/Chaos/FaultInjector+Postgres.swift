import Glibc
import TestSupport

extension FaultInjector {
  private static let tables = [
    "events", "conversations", "due_conversations", "outcome_records", "conversions", "outbox", "calibration_samples",
    "calibration_bins",
  ]

  /// Seconds; longer than an event that fails by itself is tried until it is given up, so that an outage that is charged to
  /// events shows.
  private static let longOutage = 25.0...30.0
  /// Whether the run has time for a long outage.
  private var isLong: Bool { plan.seconds >= 120 }

  func breakPostgres(_ kind: FaultKind, _ generator: inout TestGenerator) async throws {
    let pause = generator.duration(isLong && generator.chance(10) ? Self.longOutage : 0.2...2)
    switch kind {
    case .postgresRestart:
      let shutdown: PostgresServerProcess.Shutdown = generator.chance(75) ? .immediate : .fast
      journal.count(kind, "\(shutdown), away for \(Journal.seconds(pause))")
      stores.postgres.halt(shutdown)
      try await Task.sleep(for: pause)
      try await stores.postgres.launch()
    case .postgresStop:
      journal.count(kind, "for \(Journal.seconds(pause))")
      stores.postgres.pause()
      try await Task.sleep(for: pause)
      stores.postgres.resume()
    case .backendKill: try await killBackend()
    case .backendsTerminate:
      let count = try await terminateBackends(share: generator.pick([1, 0.5]))
      journal.count(kind, "\(count)")
    case .readOnly:
      journal.count(kind, "for \(Journal.seconds(pause))")
      try await setReadOnly("on")
      try await Task.sleep(for: pause)
      try await setReadOnly("off")
    case .connections:
      try await execute("ALTER ROLE \(ChaosStores.role) CONNECTION LIMIT 3")
      let count = try await terminateBackends(share: 1)
      journal.count(kind, "3 instead of \(count) for \(Journal.seconds(pause))")
      try await Task.sleep(for: pause)
      try await execute("ALTER ROLE \(ChaosStores.role) CONNECTION LIMIT -1")
    case .lock:
      let (table, seconds) = (generator.pick(Self.tables), generator.pick([1, 2, 4]))
      journal.count(kind, "\(table) for \(seconds) s")
      try await execute(
        "BEGIN; LOCK TABLE learning.\(table) IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(\(seconds)); COMMIT"
      )
    case .workerKill, .aggregatorKill, .schedulerKill, .terminate, .processStop, .redisRestart, .redisStop, .clientKill,
      .clientPause, .redisFull, .groupDestroy, .redisRewind, .redisEmpty, .flush, .streamDelete, .streamTrim:
      preconditionFailure("\(kind) isn't a fault of PostgreSQL")
    }
  }

  private func killBackend() async throws {
    let number = try await execute(
      "SELECT pid FROM pg_stat_activity WHERE usename = '\(ChaosStores.role)' ORDER BY random() LIMIT 1"
    )
    guard let backend = pid_t(number) else { return }
    journal.count(.backendKill, "\(backend)")
    kill(backend, SIGKILL)
    // It takes nobody in while it recovers, this lane's next fault neither.
    try await patiently { _ = try await execute("SELECT 1") }
  }

  private func terminateBackends(share: Double) async throws -> String {
    try await execute(
      """
      SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
      WHERE usename = '\(ChaosStores.role)' AND random() < \(share)
      """
    )
  }

  private func setReadOnly(_ value: String) async throws {
    // Not in one call: a call of several statements is a transaction, and this one may not be in any.
    try await execute("ALTER SYSTEM SET default_transaction_read_only = \(value)")
    try await execute("SELECT pg_reload_conf()")
  }

  @discardableResult
  private func execute(_ sql: String) async throws -> String {
    try await stores.postgres.execute(sql, database: ChaosStores.database)
  }
}
