import Alerts
import EventModel
import Notices
import PostgresClient
import RedisClient

/// A tenant's alert rules in their time: evaluated, and what people are to hear of put on its way in the same transaction.
struct AlertJob: Sendable {
  let postgres: PostgresPool
  let redis: RedisConnection

  func run(of tenant: TenantID, dueAt: Timestamp) async throws -> JobReport {
    let report = try await AlertEvaluation(postgres: postgres, redis: redis).run(of: tenant, dueAt: dueAt) {
      transaction,
      change in
      let notice = Notice(change)
      let channels = try await TenantDeliveries.channels(of: tenant, in: transaction)
      try await TenantDeliveries.enqueue(
        notice,
        of: tenant,
        to: channels.taking(notice),
        at: dueAt,
        in: transaction
      )
    }
    let unread = report.unread.map(\.rule.rawValue).joined(separator: ", ")
    return JobReport(
      count: report.changes.count,
      facts: [
        JSONMember("subjects", .number(JSONNumber(Double(report.subjectCount)))),
        JSONMember("open", .number(JSONNumber(Double(report.openCount)))),
      ],
      problem: unread.isEmpty ? nil : "what these rules watch can't be read: \(unread)"
    )
  }
}

extension Notice {
  /// The news of an alert. A reminder is told once for each time that it is due.
  init(_ change: AlertChange) {
    let event = change.event == .reminder ? "reminder-\(change.at.microseconds / 1_000_000)" : change.event.rawValue
    self.init(
      Subject(.alert, id: change.id.uuid, event: event),
      severity: Severity(change.severity),
      occurredAt: change.at,
      title: change.title,
      lines: change.lines,
      facts: change.facts.map { Fact($0.name, $0.text) },
      document: change.document
    )
  }
}

extension Notice.Severity {
  init(_ severity: AlertSeverity) {
    self =
      switch severity {
      case .info: .info
      case .warning: .warning
      case .critical: .critical
      }
  }
}
