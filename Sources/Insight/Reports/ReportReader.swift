public import Analytics
import Calibration
public import Coaching
public import EventModel
public import PostgresClient
public import Reports
import Resolution
import SettingModel
import Store

/// Reads what a tenant's reports are made of: daily figures, the matured samples of the look-back, what goes along with
/// success, and what waits. All of it bounded.
public struct ReportReader: Sendable {
  /// Outcomes that wait for a label, and are listed.
  static let waitingCountMax = 10

  private let postgres: PostgresPool
  private let tenant: TenantID

  public init(of tenant: TenantID, in postgres: PostgresPool) {
    self.tenant = tenant
    self.postgres = postgres
  }

  /// The tenant's teams, and the clocks of its zone at a time.
  public struct Setting: Sendable {
    public let teams: [TeamID: Set<RepID>]
    public let clock: LocalClock

    /// Whose reports of a kind are made: of each team by name, or of the tenant as a whole.
    public func teams(of kind: ReportKind) -> [TeamID?] {
      switch kind.audience {
      case .executive: return [nil]
      case .manager: return teams.isEmpty ? [nil] : teams.keys.sorted()
      }
    }
  }

  /// - Throws: what makes a setting none, which the checks of its change rule out; a `PostgresError`.
  public func setting(at time: Timestamp) async throws -> Setting {
    let rows = try await postgres.send(LoadSettings([tenant]))
    let values = Dictionary(rows.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    let timeZone = try CalendarPolicy(settings: values).timeZone
    let offset = try await postgres.send(LoadZoneOffsets(timeZone, from: time, to: time)).first
    return Setting(
      teams: try AnalyticsPolicy(settings: values).teams,
      clock: LocalClock(timeZone: timeZone, offset: .seconds(Int64(offset?.offsetSeconds ?? 0)))
    )
  }

  /// What the matured samples of the order's look-back say. It is the same for every team.
  public func calibration(for order: ReportOrder) async throws -> [CalibrationEvidence] {
    let period = SamplePeriod(from: order.lookBack.from.start, to: order.asOf, asOf: order.asOf)
    let reports = try await CalibrationReports(of: tenant, in: postgres).reports(in: period)
    return reports.compactMap(CalibrationEvidence.init)
  }

  /// What can be corrected by late events.
  /// - Parameters:
  ///   - reps: of the order's team.
  ///   - calibration: ``calibration(for:)`` of the same look-back.
  /// - Throws: what makes a setting none; a `PostgresError`.
  public func facts(
    for order: ReportOrder,
    reps: Set<RepID>,
    calibration: [CalibrationEvidence]
  ) async throws -> ReportInput {
    let reader: AnalyticsReader.Reader =
      switch order.kind.audience {
      case .executive: .executive
      case .manager: .manager(user: "", team: order.team, reps: reps)
      }
    let reading = try await AnalyticsReader(of: tenant, in: postgres).reading(for: reader, period: order.lookBack)
    return ReportInput(
      scope: reader.scope,
      analytics: reading.input,
      windows: reading.resolution.windows,
      policy: reading.policy,
      attributionModel: reading.resolution.attributionModel,
      calibration: calibration
    )
  }

  /// The facts with what is looked up anew for each page: for managers coaching, which reads up to
  /// ``CoachingReader/outcomeCountMax`` outcomes, and what waits for a label.
  /// - Parameters:
  ///   - facts: ``facts(for:reps:calibration:)`` of the same.
  ///   - alerts: the open ones, the most serious first.
  public func complete(
    _ facts: ReportInput,
    for order: ReportOrder,
    reps: Set<RepID>,
    alerts: [OpenAlert] = []
  ) async throws -> ReportInput {
    var input = facts
    guard order.kind.audience == .manager else {
      input.standing = StandingEvidence(alerts: alerts)
      return input
    }
    let team = order.team.map { _ in reps }
    let coaching = try await CoachingReader(of: tenant, in: postgres)
      .coaching(reps: team, dayCount: order.lookBack.dayCount, asOf: order.asOf)
    input.coaching = CoachingEvidence(
      report: coaching.report,
      dayCount: coaching.dayCount,
      leftOutCount: coaching.leftOutCount
    )
    let filter = OutcomeFilter(
      from: order.lookBack.from.start,
      until: order.asOf,
      scope: team.map { .reps(Set($0.map(\.text)), includesUnassigned: false) } ?? .everyone
    )
    let waiting = try await postgres.send(
      PageOutcomes<AmbiguousOutcomes>(of: tenant, filter, after: nil, countMax: Self.waitingCountMax)
    )
    input.standing = StandingEvidence(waiting: waiting.map(StandingEvidence.Waiting.init), alerts: alerts)
    return input
  }
}

extension CalibrationEvidence {
  /// `nil` for an action type without a sample.
  public init?(_ report: CalibrationReport) {
    guard report.maturedCount + report.unmaturedCount > 0 else { return nil }
    self.init(
      actionType: report.actionType,
      summary: report.score.metrics.summary,
      logLoss: report.score.metrics.logLoss,
      unmaturedCount: report.unmaturedCount
    )
  }
}

extension StandingEvidence.Waiting {
  fileprivate init(_ row: OutcomeRow) {
    self.init(
      id: row.id,
      actionType: row.actionType,
      outcomeType: row.outcomeType,
      repID: row.repID,
      actedAt: row.actedAt
    )
  }
}
