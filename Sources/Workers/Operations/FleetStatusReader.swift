public import EventModel
public import PostgresClient
public import RedisClient

/// Looks at the fleet without touching it: it creates no group, claims nothing and locks nothing.
public struct FleetStatusReader: Sendable {
  let redis: RedisConnection
  let postgres: PostgresPool
  let tenant: TenantID?
  let clock: WallClock

  /// - Parameter tenant: leaves other tenants out; the shared streams stay, because its events may be in them.
  public init(redis: RedisConnection, postgres: PostgresPool, tenant: TenantID?, clock: WallClock) {
    self.redis = redis
    self.postgres = postgres
    self.tenant = tenant
    self.clock = clock
  }

  /// Looks at both stores at once.
  /// - Parameter patience: the longest wait for each of them; `nil` waits as long as the connections do.
  public func read(patience: Duration? = nil) async -> FleetStatus {
    let now = clock.now
    async let streams = Self.attempt("Redis", for: patience) { try await readStreams() }
    async let records = Self.attempt("PostgreSQL", for: patience) { try await readRecords(now: now) }
    return FleetStatus(time: now, streams: await streams, records: await records)
  }

  private static func attempt<Value: Sendable>(
    _ store: String,
    for patience: Duration?,
    _ work: @escaping @Sendable () async throws -> Value
  ) async -> Result<Value, any Error> {
    do {
      guard let patience else { return .success(try await work()) }
      return .success(try await within(patience, store, work))
    } catch {
      return .failure(error)
    }
  }

  private static func within<Value: Sendable>(
    _ patience: Duration,
    _ store: String,
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await work() }
      group.addTask {
        try await Task.sleep(for: patience)
        return nil
      }
      defer { group.cancelAll() }
      guard let first = try await group.next(), let value = first else {
        throw Program.Failure(.unavailable, "\(store): no answer within \(patience.components.seconds) seconds")
      }
      return value
    }
  }
}
