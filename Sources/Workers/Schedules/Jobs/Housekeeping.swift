import EventModel
import PostgresClient
import ServiceLifecycle
import Store

/// Forgets the records of timed work that nobody asks for any more.
struct Housekeeping: Sendable {
  private static let age = TimeInterval.days(90)
  private static let batchCountMax = 5000

  let postgres: PostgresPool

  func run(asOf now: Timestamp) async throws -> JobReport {
    var count = 0
    while !Task.isShuttingDownGracefully {
      let trimmed = try await postgres.send(TrimScheduleRuns(before: now - Self.age, countMax: Self.batchCountMax))
        .count
      count += trimmed
      if trimmed < Self.batchCountMax { return JobReport(count: count) }
    }
    return JobReport(count: count, isInterrupted: true)
  }
}
