public import EventModel

/// One outcome's sample before and after an update; the difference is what the bins take.
public struct SampleChange: Hashable, Sendable {
  public let outcomeID: OutcomeID
  public let actionType: ActionType
  /// What the bins hold of this outcome now; `nil` is nothing.
  public let old: CalibrationSample?
  /// What they shall hold instead.
  public let new: CalibrationSample?

  public init(outcomeID: OutcomeID, actionType: ActionType, old: CalibrationSample?, new: CalibrationSample?) {
    self.outcomeID = outcomeID
    self.actionType = actionType
    self.old = old
    self.new = new
  }
}
