/// The event types of the contract; each is also the name of its stream.
public enum EventType: String, CaseIterable, Sendable {
  case agentAction = "agent.action"
  case customerReply = "customer.reply"
  case dealStage = "deal.stage"
  case calibrationUpdated = "calibration.updated"
  /// Told to the sales agent; no worker of ours reads it.
  case calibrationAdjusted = "calibration.adjusted"
}
