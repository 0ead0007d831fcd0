import Calibration
public import EventModel
public import PostgresClient
public import Store

/// Reads what a tenant's samples and outcomes say about its agents' calibration: in bounded memory, and each answer from
/// one snapshot.
public struct CalibrationReports: Sendable {
  /// Groups of equal confidence that are read at once.
  static let groupCountMax = 50_000

  private let postgres: PostgresPool
  private let tenant: TenantID
  private let groupCountMax: Int

  public init(of tenant: TenantID, in postgres: PostgresPool) {
    self.init(of: tenant, in: postgres, groupCountMax: Self.groupCountMax)
  }

  init(of tenant: TenantID, in postgres: PostgresPool, groupCountMax: Int) {
    self.postgres = postgres
    self.tenant = tenant
    self.groupCountMax = groupCountMax
  }

  /// Every metric over the matured samples of a period.
  /// - Parameter actionType: only this one; `nil` is every one that has samples.
  public func reports(on actionType: ActionType? = nil, in period: SamplePeriod) async throws -> [CalibrationReport] {
    try await postgres.transaction(isolation: .repeatableReadReadOnly) { transaction in
      let states = try await transaction.send(ListStates(of: tenant, actionType: actionType))
      var reports: [CalibrationReport] = []
      let keys = try await keys(actionType) { try await transaction.send(ListSampledTypes(of: tenant)) }
      for key in keys {
        let state = states.first { $0.key == key }?.state
        reports.append(try await report(on: key, in: period, state: state, transaction))
      }
      return reports
    }
  }

  /// The days of a period, without a gap: those without samples have no metrics.
  /// - Parameters:
  ///   - end: in the last day.
  ///   - dayCount: at least 1.
  public func days(
    of actionType: ActionType,
    endingAt end: Timestamp,
    dayCount: Int,
    asOf now: Timestamp
  ) async throws -> [CalibrationDay] {
    let last = end.startOfDay
    let first = last - .days(Int64(dayCount - 1))
    let period = SamplePeriod(from: first, to: last + .days(1), asOf: now)
    let rows = try await postgres.send(GatherDays(of: key(actionType), in: period))
    let rowsByDay = Dictionary(grouping: rows, by: \.day)
    return (0..<dayCount).map { number in
      let day = first + .days(Int64(number))
      var bins = Array(repeating: BinStatistics.empty, count: ConfidenceBin.count)
      var unmaturedCount: Int64 = 0
      for row in rowsByDay[day] ?? [] {
        bins[row.binIndex] = row.statistics
        unmaturedCount += row.unmaturedCount
      }
      return CalibrationDay(day: day, unmaturedCount: unmaturedCount, summary: CalibrationSummary(bins))
    }
  }

  /// The last period whose actions are all matured, against the one before.
  /// - Parameters:
  ///   - actionType: only this one; `nil` is every one that has samples.
  ///   - dayCount: of a period, at least 1.
  public func drifts(
    of actionType: ActionType? = nil,
    dayCount: Int,
    asOf now: Timestamp
  ) async throws -> [CalibrationDriftReport] {
    try await postgres.transaction(isolation: .repeatableReadReadOnly) { transaction in
      var reports: [CalibrationDriftReport] = []
      let keys = try await keys(actionType) { try await transaction.send(ListSampledTypes(of: tenant)) }
      for key in keys {
        let window = try await transaction.send(FindLongestWindow(of: key)).first ?? nil
        let end = now - (window ?? TimeInterval(microseconds: 0))
        let middle = end - .days(Int64(dayCount))
        let start = middle - .days(Int64(dayCount))
        let before = SamplePeriod(from: start, to: middle, asOf: now)
        let after = SamplePeriod(from: middle, to: end, asOf: now)
        let (earlier, later) = try await transaction.send(
          GatherGaps(of: key, in: before),
          GatherGaps(of: key, in: after)
        )
        reports.append(
          CalibrationDriftReport(
            actionType: key.actionType,
            from: start,
            middle: middle,
            to: end,
            window: window,
            drift: CalibrationDrift(from: PeriodGaps(earlier), to: PeriodGaps(later))
          )
        )
      }
      return reports
    }
  }

  /// How long actions of a period wait for an answer.
  /// - Parameter actionType: only this one; `nil` is every one that has outcomes.
  public func answers(to actionType: ActionType? = nil, in period: SamplePeriod) async throws -> [AnswerReport] {
    try await postgres.transaction(isolation: .repeatableReadReadOnly) { transaction in
      var reports: [AnswerReport] = []
      let keys = try await keys(actionType) { try await transaction.send(ListActedTypes(of: tenant)) }
      for key in keys {
        var times = AnswerTimes()
        for row in try await transaction.send(CountAnswers(of: key, in: period)) {
          times.add(minute: row.minute, answeredCount: row.answeredCount, censoredCount: row.censoredCount)
        }
        reports.append(AnswerReport(actionType: key.actionType, curve: ProductLimit(times)))
      }
      return reports
    }
  }

  private func report(
    on key: CalibrationKey,
    in period: SamplePeriod,
    state: CalibrationState?,
    _ transaction: PostgresTransaction
  ) async throws -> CalibrationReport {
    let counts = try await transaction.send(CountPeriodSamples(of: key, in: period)).first
    var metrics = CalibrationMetrics()
    var equalMass = EqualMassBins(totalWeight: counts?.weightSum ?? 0)
    var isotonicFit = IsotonicFit()
    var last: Double?
    while true {
      let page = try await transaction.send(
        PageConfidenceGroups(of: key, in: period, after: last, countMax: groupCountMax)
      )
      for group in page {
        metrics.add(group)
        equalMass.add(group)
        isotonicFit.add(group)
      }
      last = page.last?.confidence
      if page.count < groupCountMax { break }
    }
    return CalibrationReport(
      actionType: key.actionType,
      maturedCount: counts?.maturedCount ?? 0,
      unmaturedCount: counts?.unmaturedCount ?? 0,
      score: ForecastScore(metrics: metrics, equalMassCurve: equalMass.curve, isotonicFit: isotonicFit),
      state: state
    )
  }

  private func key(_ actionType: ActionType) -> CalibrationKey {
    CalibrationKey(tenantID: tenant, actionType: actionType)
  }

  /// The one that is asked for, else all of them.
  private func keys(
    _ actionType: ActionType?,
    outOf all: () async throws -> [ActionType]
  ) async throws -> [CalibrationKey] {
    if let actionType { return [key(actionType)] }
    return try await all().map(key)
  }
}

extension PeriodGaps {
  fileprivate init(_ rows: [GatherGaps.Row]) {
    var bins = Array(repeating: GapStatistics(), count: ConfidenceBin.count)
    for row in rows { bins[row.binIndex] = row.gaps }
    self.init(bins: bins)
  }
}
