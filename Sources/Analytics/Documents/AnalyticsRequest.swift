public import EventModel
public import Resolution

/// What all documents ask for.
public struct AnalyticsRequest: Hashable, Sendable {
  public var period: AnalyticsPeriod
  /// The time of the look: what is matured by then counts.
  public var now: Timestamp
  /// The tenant's, by outcome type.
  public var windows: PerOutcomeType<TimeInterval>
  public var policy: AnalyticsPolicy

  public init(
    period: AnalyticsPeriod,
    now: Timestamp,
    windows: PerOutcomeType<TimeInterval> = ResolutionPolicy.defaultWindows,
    policy: AnalyticsPolicy = .default
  ) {
    self.period = period
    self.now = now
    self.windows = windows
    self.policy = policy
  }

  /// The period and the one before it, told in the same steps.
  func pair(_ input: AnalyticsInput, scope: AnalyticsScope) -> PeriodPair {
    let maturity = Maturity(now: now, windows: windows)
    let step = TrendStep(period)
    func tally(_ period: AnalyticsPeriod) -> PeriodTally {
      PeriodTally(input, scope: scope, period: period, step: step, maturity: maturity)
    }
    return PeriodPair(current: tally(period), previous: tally(period.previous))
  }
}
