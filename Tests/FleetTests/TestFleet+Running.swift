import Logging
import PostgresClient
import ServiceLifecycle
import TestSupport
import Workers

extension TestFleet {
  /// Lets a worker work while `body` runs, and then shuts it down gracefully.
  func during(_ worker: OutcomeWorker, _ body: @Sendable () async throws -> Void) async throws {
    try await during(ProcessService { try await worker.run(drains: false) }, body)
  }

  /// The same with a scheduler.
  func during(_ scheduler: LearningScheduler, _ body: @Sendable () async throws -> Void) async throws {
    try await during(ProcessService { try await scheduler.run() }, body)
  }

  private func during(_ service: ProcessService, _ body: @Sendable () async throws -> Void) async throws {
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)
        ],
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
      )
    )
    try await withThrowingTaskGroup { tasks in
      tasks.addTask { try await group.run() }
      do {
        try await body()
      } catch {
        await group.triggerGracefulShutdown()
        throw error
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }

  /// Holds a lock in a transaction of another session while `body` runs.
  func withLock(_ sql: String, _ body: @Sendable () async throws -> Void) async throws {
    let connection = try await PostgresConnection.connect(
      try PostgresConfiguration(postgresServer.socketURL(database: database), idleInTransactionTimeout: .seconds(100))
    )
    try await connection.executeScript("BEGIN; \(sql)")
    do {
      try await body()
    } catch {
      await connection.close()
      throw error
    }
    await connection.close()
  }

  /// For how many seconds the oldest statement of a worker has been waiting.
  func oldestWait() async throws -> Double {
    let seconds = try await execute(
      """
      SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0) FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'
      """
    )
    return Double(seconds) ?? 0
  }
}

/// A process as a part of another group, whose shutdown it follows.
private struct ProcessService: Service {
  let work: @Sendable () async throws -> Void

  func run() async throws {
    try await work()
  }
}
