public import EventModel

/// The programs that replay, each the letters of its own group.
public enum ReplayProgram: String, CaseIterable, Sendable {
  case outcomeWorker = "outcome-worker"
  case calibrationAggregator = "calibration-aggregator"

  public var group: ConsumerGroup {
    switch self {
    case .outcomeWorker: .outcomeWorkers
    case .calibrationAggregator: .calibrationAggregators
    }
  }

  /// The one whose letters a stream's are; `nil` where nobody of ours reads it.
  public init?(replaying eventType: EventType) {
    switch eventType {
    case .agentAction, .customerReply, .dealStage: self = .outcomeWorker
    case .calibrationUpdated: self = .calibrationAggregator
    case .calibrationAdjusted: return nil
    }
  }
}
