/// The latest sample of one outcome, absolute and never a difference (SEMANTICS section 4).
public struct CalibrationUpdate: Hashable, Sendable {
  public enum State: String, CaseIterable, Sendable {
    case present
    /// The outcome has no sample any more; kept as a tombstone so that an older `present` can't return.
    case retracted
  }

  public let outcomeID: OutcomeID
  /// From 1 upwards; of two updates of one outcome the higher revision holds.
  public let revision: Int64
  public let state: State
  public let actionType: ActionType
  /// In [0, 1].
  public let predictedConfidence: Double
  /// Whether it came true; `nil` when retracted.
  public let outcome: Bool?
  /// 0 or above (a touch that its model gives nothing is evidence of nothing); `nil` when retracted.
  public let weight: Double?
  public let outcomeType: OutcomeType
  public let status: OutcomeStatus
  public let actedAt: Timestamp
  public let resolvedAt: Timestamp?
  public let windowExpiresAt: Timestamp
  public let calibrationVersion: Int64?

  public init(
    outcomeID: OutcomeID,
    revision: Int64,
    state: State,
    actionType: ActionType,
    predictedConfidence: Double,
    outcome: Bool?,
    weight: Double?,
    outcomeType: OutcomeType,
    status: OutcomeStatus,
    actedAt: Timestamp,
    resolvedAt: Timestamp?,
    windowExpiresAt: Timestamp,
    calibrationVersion: Int64?
  ) {
    self.outcomeID = outcomeID
    self.revision = revision
    self.state = state
    self.actionType = actionType
    self.predictedConfidence = predictedConfidence
    self.outcome = outcome
    self.weight = weight
    self.outcomeType = outcomeType
    self.status = status
    self.actedAt = actedAt
    self.resolvedAt = resolvedAt
    self.windowExpiresAt = windowExpiresAt
    self.calibrationVersion = calibrationVersion
  }
}
