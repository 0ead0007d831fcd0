public import Analytics
public import EventModel

/// Which report is to be made.
public struct ReportOrder: Hashable, Sendable {
  public let kind: ReportKind
  public let tenant: TenantID
  /// `nil` is the tenant as a whole.
  public let team: TeamID?
  public let dueAt: Timestamp
  /// By whose clocks times are shown.
  public let clock: LocalClock

  public init(_ kind: ReportKind, of tenant: TenantID, team: TeamID? = nil, dueAt: Timestamp, clock: LocalClock) {
    self.kind = kind
    self.tenant = tenant
    self.team = team
    self.dueAt = dueAt
    self.clock = clock
  }

  /// The last whole UTC days before the report is due.
  public var period: AnalyticsPeriod { Self.period(of: kind.dayCount, dueAt) }

  /// Over which rates and calibration are told; it ends with ``period``.
  public var lookBack: AnalyticsPeriod { Self.period(of: kind.lookBackDayCount, dueAt) }

  /// The time as of which facts are told, whenever the report is made: the end of the period. What came true later is in
  /// the next report; what was true by then and became known later corrects this one.
  public var asOf: Timestamp { (period.to + 1).start }

  public var id: ReportID { ReportID(of: tenant, kind: kind, team: team, lastDay: period.to) }

  private static func period(of dayCount: Int, _ dueAt: Timestamp) -> AnalyticsPeriod {
    let last = UTCDay(dueAt) - 1
    guard let period = AnalyticsPeriod(from: last - (dayCount - 1), to: last) else {
      preconditionFailure("a kind's days are in bounds")
    }
    return period
  }
}
