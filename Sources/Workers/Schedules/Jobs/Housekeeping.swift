import EventModel
import PostgresClient
import ServiceLifecycle
import Store

/// Forgets what timed work has written and nobody asks for any more: its own records, and reports and alerts of long ago.
struct Housekeeping: Sendable {
  /// How long records of runs, and deliveries and silences that are over, are kept.
  static let recordAge = TimeInterval.days(90)
  /// How long reports, and alerts that are over, are kept: a year, and then some to compare with.
  static let reportAge = TimeInterval.days(400)
  private static let batchCountMax = 5000

  let postgres: PostgresPool

  func run(asOf now: Timestamp) async throws -> JobReport {
    let (records, reports) = (now - Self.recordAge, now - Self.reportAge)
    let trims: [@Sendable () async throws -> Int] = [
      { try await postgres.send(TrimScheduleRuns(before: records, countMax: Self.batchCountMax)).count },
      { try await postgres.send(TrimDeliveries(before: records, countMax: Self.batchCountMax)).count },
      { try await postgres.send(TrimAlertSilences(before: records, countMax: Self.batchCountMax)).count },
      { try await postgres.send(TrimReports(before: reports, countMax: Self.batchCountMax)).count },
      { try await postgres.send(TrimAlerts(before: reports, countMax: Self.batchCountMax)).count },
    ]
    var count = 0
    for trim in trims {
      var trimmed = 0
      repeat {
        if Task.isShuttingDownGracefully { return JobReport(count: count, isInterrupted: true) }
        trimmed = try await trim()
        count += trimmed
      } while trimmed == Self.batchCountMax
    }
    return JobReport(count: count)
  }
}
