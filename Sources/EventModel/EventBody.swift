/// What an event says, by its type.
public enum EventBody: Hashable, Sendable {
  case agentAction(AgentAction)
  case customerReply(CustomerReply)
  case dealStage(DealStage)
  case calibrationUpdated(CalibrationUpdate)
  case calibrationAdjusted(CalibrationAdjustment)
}
