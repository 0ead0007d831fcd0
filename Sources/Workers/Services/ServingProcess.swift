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
    all.addLast(ServingTogether(services: services))
    try await all.run()
    await context.postgres.close()
  }
}

/// Services that need each other: where one fails the others are cancelled, and the process ends with its error.
private struct ServingTogether: Service {
  let services: [any Service]

  func run() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for service in services { group.addTask { try await service.run() } }
      while try await group.next() != nil {}
    }
  }
}
