import PostgresClient
public import RedisClient
public import ServiceLifecycle

/// A process that serves requests instead of working through streams: with the same admin port, health and shutdown.
public struct ServingProcess: Sendable {
  private let context: FleetContext

  public init(context: FleetContext) {
    self.context = context
  }

  /// A connection of the process to Redis, opened when it is first used.
  public func connection(_ part: String) -> RedisConnection { context.connection(part) }

  /// Serves until the process is told to stop, or one of them fails.
  public func run(_ services: [any Service]) async throws {
    var all = FleetServices(context: context)
    for service in services { all.add(service) }
    try await all.run()
    await context.postgres.close()
  }
}
