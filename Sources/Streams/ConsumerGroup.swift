public import EventModel

/// The groups of the contract, and what each one reads.
public enum ConsumerGroup: String, CaseIterable, Sendable {
  case outcomeWorkers = "outcome-workers"
  case calibrationAggregators = "calibration-aggregators"

  /// The types of its streams.
  public var eventTypes: [EventType] {
    switch self {
    case .outcomeWorkers: [.agentAction, .customerReply, .dealStage]
    case .calibrationAggregators: [.calibrationUpdated]
    }
  }

  /// Whether its streams also exist in the shared form, where the tenant is in the envelope.
  public var hasSharedStreams: Bool {
    switch self {
    case .outcomeWorkers: true
    case .calibrationAggregators: false
    }
  }
}
