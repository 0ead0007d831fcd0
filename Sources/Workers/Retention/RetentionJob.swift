import Admin
import EventModel
import Insight
import Logging
import PostgresClient
import ServiceLifecycle
import SettingModel
import Store

/// Makes the months of events and outcomes that come next, removes conversations at the end of their tenants' retention,
/// and drops months of which nothing is left.
///
/// A conversation goes whole, when its latest event is old enough, so that no fold ever reads half a history. What it gave to
/// bins and daily figures stays. Interrupted, the next run goes on; several at once are safe, and share the work.
struct RetentionJob: Sendable {
  /// Months are made so far ahead.
  static let monthsAhead = 3
  /// Conversations of a tenant that are looked at by one statement, and those that one transaction removes.
  private static let pageCountMax = 2000
  private static let batchCountMax = 200
  /// Empty months dropped by one run at most.
  private static let dropCountMax = 120
  /// No retention is shorter; a month that is younger is still written to.
  private static let youngestDropMonths = 3

  private let context: FleetContext

  init(context: FleetContext) {
    self.context = context
  }

  /// Does all that is to be done as of a time, in bounded transactions. A shutdown ends it after the present one.
  func run(asOf now: Timestamp) async throws -> RetentionReport {
    var report = RetentionReport()
    report.partitionsMade = try await makeMonths(asOf: now)
    for row in try await context.postgres.send(ListRetentions()) {
      let policy = try RetentionPolicy(settings: [RetentionSetting.months.key: row.value])
      if let before = policy.keptFrom(asOf: now) {
        try await remove(from: row.tenantID, before: before, now: now, into: &report)
      }
    }
    try await dropMonths(endingBefore: now.adding(months: -Self.youngestDropMonths), into: &report)
    return report
  }

  /// Makes the months that events need next.
  @Sendable func makeMonths() async throws {
    _ = try await makeMonths(asOf: context.clock.now)
  }

  private func makeMonths(asOf now: Timestamp) async throws -> Int {
    try await context.postgres.send(EnsureMonths(until: now.adding(months: Self.monthsAhead))).first ?? 0
  }

  private func remove(
    from tenant: TenantID,
    before: Timestamp,
    now: Timestamp,
    into report: inout RetentionReport
  ) async throws {
    try await raiseMark(of: tenant, to: before, now: now)
    let batch = RemovalBatch(tenant: tenant, before: before)
    var last: ConversationID?
    while !Task.isShuttingDownGracefully {
      let page = try await context.postgres.send(
        PageTenantConversations(of: tenant, after: last, countMax: Self.pageCountMax)
      )
      guard let end = page.last else { return }
      let old = page.filter { $0.months.from < before }.map(\.key)
      for start in stride(from: 0, to: old.count, by: Self.batchCountMax) where !Task.isShuttingDownGracefully {
        let part = Array(old[start..<min(start + Self.batchCountMax, old.count)])
        let removed = try await context.gate.together {
          try await context.postgres.transaction { try await batch.remove(part, in: $0) }
        }
        report.conversationsRemoved += removed.conversationCount
        report.rowsRemoved += removed.rowCount
        Pulse.beat()
      }
      last = end.key.conversationID
    }
  }

  /// Has older events passed over from now on, and waits until nobody records one any more who didn't know that.
  private func raiseMark(of tenant: TenantID, to before: Timestamp, now: Timestamp) async throws {
    try await context.postgres.transaction { transaction in
      _ = try await transaction.send(ExcludeFolds(of: tenant))
      let known = try TenantPolicies(try await transaction.send(LoadSettings([tenant]))).removedBefore(of: tenant)
      if let known, known >= before { return }
      let text = RetentionPolicy.markText(before)
      _ = try await transaction.send(PutSetting(tenantID: tenant, key: RetentionPolicy.markKey, value: text, now: now))
    }
  }

  private func dropMonths(endingBefore end: Timestamp, into report: inout RetentionReport) async throws {
    do throws(PostgresError) {
      for _ in 0..<Self.dropCountMax where !Task.isShuttingDownGracefully {
        let count = try await context.postgres.send(DropEmptyMonth(until: end)).first ?? 0
        if count == 0 { return }
        report.partitionsDropped += count
      }
    } catch {
      // The tables are in use. The next run comes soon enough.
      guard error.isTransactionRetriable else { throw error }
      context.logger.info("months not dropped", metadata: ["error": "\(error)"])
    }
  }
}
