public import EventModel

/// What the fold needs of an `agent.action`.
public struct RecordedAction: RecordedEvent, Hashable {
  public let eventID: EventID
  public let timestamp: Timestamp
  public let actionID: ActionID
  public let actionType: ActionType
  /// In [0, 1]; a statement about the primary outcome.
  public let predictedConfidence: Double
  /// The expected types, without repeats; the first is the primary one.
  public let outcomeTypes: [OutcomeType]
  public let dealStage: StageName?
  public let calibrationVersion: Int64?

  public init(
    eventID: EventID,
    timestamp: Timestamp,
    actionID: ActionID,
    actionType: ActionType,
    predictedConfidence: Double,
    outcomeTypes: [OutcomeType],
    dealStage: StageName? = nil,
    calibrationVersion: Int64? = nil
  ) {
    self.eventID = eventID
    self.timestamp = timestamp
    self.actionID = actionID
    self.actionType = actionType
    self.predictedConfidence = predictedConfidence
    self.outcomeTypes = outcomeTypes
    self.dealStage = dealStage
    self.calibrationVersion = calibrationVersion
  }
}
