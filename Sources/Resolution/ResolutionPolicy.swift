public import Attribution
public import EventModel

/// What a tenant can choose about the fold. Equal policies give equal results.
public struct ResolutionPolicy: Hashable, Sendable {
  /// The policy of a tenant that set nothing.
  public static let `default` = ResolutionPolicy()

  /// How long each type of outcome waits for its signal. Above 0.
  public var windows: PerOutcomeType<TimeInterval>
  public var stageOrder: StageOrder
  public var attributionModel: AttributionModel
  public var attributionParameters: AttributionParameters
  /// `wShaped`: reaching this stage or a later one rewards the touch before it. Outside the order, no touch is.
  public var milestoneStage: StageName
  /// Whether an expired outcome is a sample (nobody answered) or none.
  public var expiredCounts: PerOutcomeType<Bool>

  public init(
    windows: PerOutcomeType<TimeInterval> = Self.defaultWindows,
    stageOrder: StageOrder = .default,
    attributionModel: AttributionModel = .linear,
    attributionParameters: AttributionParameters = .default,
    milestoneStage: StageName = StageName("qualification"),
    expiredCounts: PerOutcomeType<Bool> = PerOutcomeType(repeating: true)
  ) {
    self.windows = windows
    self.stageOrder = stageOrder
    self.attributionModel = attributionModel
    self.attributionParameters = attributionParameters
    self.milestoneStage = milestoneStage
    self.expiredCounts = expiredCounts
  }

  /// 24 hours for an email, 7 days for a meeting or an escalation, 30 days for a deal.
  public static let defaultWindows = PerOutcomeType<TimeInterval>(
    emailEngagement: .hours(24),
    meetingOutcome: .hours(168),
    escalationResult: .hours(168),
    dealProgression: .hours(720)
  )
}
