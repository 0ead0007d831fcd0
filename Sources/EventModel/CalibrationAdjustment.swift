/// What an agent is told when its correction changes (`calibration.adjusted`, SEMANTICS section 5).
public struct CalibrationAdjustment: Hashable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    /// A step against a detected gap.
    case adjust
    /// Earlier values, put in force again by a person.
    case rollback
  }

  public let actionType: ActionType
  /// From 1 upwards, one more with each change.
  public let version: Int64
  public let kind: Kind
  /// The factor on the agent's raw confidence, from now on.
  public let confidenceScaling: Double
  /// The confidence below which it escalates, from now on; in [0, 1].
  public let escalationThreshold: Double
  public let scalingBefore: Double
  public let thresholdBefore: Double
  /// The detected gap; `nil` for a rollback.
  public let gap: Double?
  /// How many samples showed it.
  public let sampleCount: Int64?
  public let decidedAt: Timestamp
  /// Who decided; `nil` is Reckoner itself.
  public let decidedBy: String?
  /// A sentence.
  public let reason: String?

  public init(
    actionType: ActionType,
    version: Int64,
    kind: Kind,
    confidenceScaling: Double,
    escalationThreshold: Double,
    scalingBefore: Double,
    thresholdBefore: Double,
    gap: Double?,
    sampleCount: Int64?,
    decidedAt: Timestamp,
    decidedBy: String?,
    reason: String?
  ) {
    self.actionType = actionType
    self.version = version
    self.kind = kind
    self.confidenceScaling = confidenceScaling
    self.escalationThreshold = escalationThreshold
    self.scalingBefore = scalingBefore
    self.thresholdBefore = thresholdBefore
    self.gap = gap
    self.sampleCount = sampleCount
    self.decidedAt = decidedAt
    self.decidedBy = decidedBy
    self.reason = reason
  }
}
