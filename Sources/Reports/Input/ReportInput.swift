public import Analytics
public import Attribution
public import Calibration
public import Coaching
public import EventModel
public import Resolution

/// All that a report is made of.
public struct ReportInput: Sendable {
  public var scope: AnalyticsScope
  /// Of the look-back and the days before it, feedback included.
  public var analytics: AnalyticsInput
  /// The tenant's, by outcome type.
  public var windows: PerOutcomeType<TimeInterval>
  public var policy: AnalyticsPolicy
  /// Whose credits are counted.
  public var attributionModel: AttributionModel
  /// Of the whole tenant: what an agent says of itself is no team's.
  public var calibration: [CalibrationEvidence]
  /// `nil` where nobody looked.
  public var coaching: CoachingEvidence?
  /// `nil` where nobody looked.
  public var standing: StandingEvidence?

  public init(
    scope: AnalyticsScope,
    analytics: AnalyticsInput = AnalyticsInput(),
    windows: PerOutcomeType<TimeInterval> = ResolutionPolicy.defaultWindows,
    policy: AnalyticsPolicy = .default,
    attributionModel: AttributionModel = .linear,
    calibration: [CalibrationEvidence] = [],
    coaching: CoachingEvidence? = nil,
    standing: StandingEvidence? = nil
  ) {
    self.scope = scope
    self.analytics = analytics
    self.windows = windows
    self.policy = policy
    self.attributionModel = attributionModel
    self.calibration = calibration
    self.coaching = coaching
    self.standing = standing
  }
}

/// What one action type's matured samples of the look-back say.
public struct CalibrationEvidence: Hashable, Sendable {
  public let actionType: ActionType
  public let summary: CalibrationSummary
  public let logLoss: Double?
  /// Samples whose window is still open; they don't count.
  public let unmaturedCount: Int64

  public init(actionType: ActionType, summary: CalibrationSummary, logLoss: Double?, unmaturedCount: Int64) {
    self.actionType = actionType
    self.summary = summary
    self.logLoss = logLoss
    self.unmaturedCount = unmaturedCount
  }
}

/// What goes along with success.
public struct CoachingEvidence: Sendable {
  public let report: CoachingReport
  public let dayCount: Int
  /// Older outcomes that were not looked at.
  public let leftOutCount: Int64

  public init(report: CoachingReport, dayCount: Int, leftOutCount: Int64) {
    self.report = report
    self.dayCount = dayCount
    self.leftOutCount = leftOutCount
  }
}
