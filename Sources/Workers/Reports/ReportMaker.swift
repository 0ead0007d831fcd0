public import Analytics
import Coaching
public import EventModel
import Insight
import Pages
public import PostgresClient
public import Reports
import Store

/// Makes a tenant's reports and stores them: each once, however often it is asked for, and anew where late events changed
/// what it told.
public struct ReportMaker: Sendable {
  /// How many reports of a kind back are made again: so many days, and so many weeks.
  public static let correctedDayCounts: [ReportKind: Int] = [.daily: 7, .weekly: 35]
  /// Of a kind, at once.
  private static let correctedCountMax = 1000

  /// The open alerts of a tenant, the most serious first.
  public typealias Alerts = @Sendable (TenantID, PostgresPool) async throws -> [OpenAlert]

  private let postgres: PostgresPool
  private let clock: WallClock
  private let alerts: Alerts

  public init(postgres: PostgresPool, clock: WallClock, alerts: @escaping Alerts = { _, _ in [] }) {
    self.postgres = postgres
    self.clock = clock
    self.alerts = alerts
  }

  /// Makes the reports of one due time: a daily one for each team of the tenant, or for the tenant where it has no teams;
  /// one weekly one. What is stored already stays as it is.
  ///
  /// All are stored in one transaction, which runs anew where it is worth another try.
  /// - Parameter onMade: told of each report that was new, inside that transaction: what it does there is done exactly
  ///   when the report is stored. May run again with the transaction.
  /// - Returns: those that were new.
  /// - Throws: what makes a setting none; a `PostgresError`; what `onMade` throws, and then nothing is stored.
  public func make(
    _ kind: ReportKind,
    of tenant: TenantID,
    dueAt: Timestamp,
    onMade: @Sendable (PostgresTransaction, MadeReport) async throws -> Void = { _, _ in }
  ) async throws -> [MadeReport] {
    let reader = ReportReader(of: tenant, in: postgres)
    let setting = try await reader.setting(at: dueAt)
    let open = try await alerts(tenant, postgres)
    var made: [MadeReport] = []
    var calibration: [CalibrationEvidence]?
    for team in setting.teams(of: kind) {
      let order = ReportOrder(kind, of: tenant, team: team, dueAt: dueAt, clock: setting.clock)
      // Only to spare the work: what decides is the statement that stores.
      guard try await postgres.send(FindReportRevision(order.id, of: tenant)).isEmpty else { continue }
      let shared = if let calibration { calibration } else { try await reader.calibration(for: order) }
      calibration = shared
      made.append(try await report(order, reader, setting, shared, alerts: open))
    }
    return try await store(made, onMade)
  }

  /// Makes the reports of the last week, and of the last five weeks, again, and stores a next revision of those whose facts
  /// have changed. Nobody is told.
  ///
  /// A report tells what was true at the end of its days; so nothing but what became known later changes it.
  /// - Parameter now: decides which reports are the last ones.
  /// - Returns: the next revisions.
  /// - Throws: what makes a setting none; a `PostgresError`.
  public func correct(of tenant: TenantID, asOf now: Timestamp) async throws -> [MadeReport] {
    let reader = ReportReader(of: tenant, in: postgres)
    let setting = try await reader.setting(at: now)
    var corrected: [MadeReport] = []
    var calibrations: [AnalyticsPeriod: [CalibrationEvidence]] = [:]
    for kind in ReportKind.allCases {
      let earliest = UTCDay(now) - (Self.correctedDayCounts[kind] ?? 0)
      let rows = try await postgres.send(
        ListRecentReports(kind, of: tenant, from: earliest, countMax: Self.correctedCountMax)
      )
      for row in rows {
        guard let order = Self.order(of: row.report, tenant, setting) else { continue }
        let reps = order.team.flatMap { setting.teams[$0] } ?? []
        let known = calibrations[order.lookBack]
        let calibration = if let known { known } else { try await reader.calibration(for: order) }
        calibrations[order.lookBack] = calibration
        let facts = try await reader.facts(for: order, reps: reps, calibration: calibration)
        let now = clock.now
        guard Report(order, from: facts, generatedAt: now).factsDigest != row.factsDigest else { continue }
        let input = try await reader.complete(facts, for: order, reps: reps, alerts: try await alerts(tenant, postgres))
        let report = Report(order, from: input, generatedAt: now, revision: row.report.revision + 1)
        corrected.append(MadeReport(report: report, html: ReportPage.html(report)))
      }
    }
    return try await store(corrected) { _, _ in }
  }

  /// A report that isn't stored.
  public func preview(
    _ kind: ReportKind,
    of tenant: TenantID,
    team: TeamID? = nil,
    dueAt: Timestamp
  ) async throws -> MadeReport {
    let reader = ReportReader(of: tenant, in: postgres)
    let setting = try await reader.setting(at: dueAt)
    let order = ReportOrder(kind, of: tenant, team: team, dueAt: dueAt, clock: setting.clock)
    let calibration = try await reader.calibration(for: order)
    return try await report(order, reader, setting, calibration, alerts: try await alerts(tenant, postgres))
  }

  private func report(
    _ order: ReportOrder,
    _ reader: ReportReader,
    _ setting: ReportReader.Setting,
    _ calibration: [CalibrationEvidence],
    alerts: [OpenAlert]
  ) async throws -> MadeReport {
    let reps = order.team.flatMap { setting.teams[$0] } ?? []
    let facts = try await reader.facts(for: order, reps: reps, calibration: calibration)
    let input = try await reader.complete(facts, for: order, reps: reps, alerts: alerts)
    let report = Report(order, from: input, generatedAt: clock.now)
    return MadeReport(report: report, html: ReportPage.html(report))
  }

  /// - Returns: those that nobody else had stored meanwhile.
  private func store(
    _ made: [MadeReport],
    _ onMade: @Sendable (PostgresTransaction, MadeReport) async throws -> Void
  ) async throws -> [MadeReport] {
    if made.isEmpty { return [] }
    return try await postgres.transaction { transaction in
      var stored: [MadeReport] = []
      // In the order of their ids, so that two makers never wait for each other in a circle.
      for report in made.sorted(by: { $0.id < $1.id }) {
        guard try await !transaction.send(PutReport(report.report, html: report.html)).isEmpty else { continue }
        try await onMade(transaction, report)
        stored.append(report)
      }
      return stored
    }
  }

  /// The order by which a report was made; `nil` where its team is no more.
  private static func order(of row: ReportRow, _ tenant: TenantID, _ setting: ReportReader.Setting) -> ReportOrder? {
    if let team = row.team, setting.teams[team] == nil { return nil }
    return ReportOrder(row.kind, of: tenant, team: row.team, dueAt: row.dueAt, clock: row.clock)
  }
}
