import Alerts
import EventModel
import Notices
import PostgresClient
import Reports
import Store

/// A tenant's reports in their time: made, and put on their way in the same transaction.
struct ReportJob: Sendable {
  /// Open alerts of a report at most.
  private static let alertCountMax = 50

  private let postgres: PostgresPool
  private let maker: ReportMaker

  init(postgres: PostgresPool, clock: WallClock) {
    self.postgres = postgres
    maker = ReportMaker(postgres: postgres, clock: clock) { tenant, postgres in
      let page = PageAlerts(of: tenant, AlertFilter(isOpen: true), after: nil, countMax: Self.alertCountMax)
      return try await postgres.send(page).map {
        OpenAlert(severity: $0.severity.rawValue, title: $0.title, since: $0.openedAt)
      }
    }
  }

  func make(_ kind: ReportKind, of tenant: TenantID, dueAt: Timestamp) async throws -> JobReport {
    let channels = try await TenantDeliveries(of: tenant, in: postgres).channels()
    let made = try await maker.make(kind, of: tenant, dueAt: dueAt) { transaction, report in
      let notice = Notice(report)
      try await TenantDeliveries.enqueue(
        notice,
        of: tenant,
        to: channels.taking(notice),
        at: report.report.generatedAt,
        in: transaction
      )
    }
    return JobReport(count: made.count)
  }

  /// Nobody is told of a correction: the report says it of itself.
  func correct(of tenant: TenantID, asOf now: Timestamp) async throws -> JobReport {
    JobReport(count: try await maker.correct(of: tenant, asOf: now).count)
  }
}

extension Notice {
  /// The news that a report was made.
  init(_ made: MadeReport) {
    self.init(
      Subject(.report, id: made.id.uuid, event: "made"),
      severity: .info,
      report: Report(kind: made.report.order.kind.rawValue, audience: made.report.order.kind.audience.rawValue),
      occurredAt: made.report.generatedAt,
      title: made.title,
      lines: [made.headline],
      facts: made.summary.map { Fact($0.name, $0.text) },
      html: made.html,
      document: made.report.json
    )
  }
}
