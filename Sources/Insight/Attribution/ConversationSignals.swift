import EventModel
import Resolution

/// The signals of a conversation that can be conversions: when they came, and what they count as.
struct ConversationSignals {
  struct Signal {
    let time: Timestamp
    let result: ConversionResult
  }

  private var signals: [EventID: Signal] = [:]

  init(_ history: ConversationHistory, order: StageOrder) {
    for reply in history.replies {
      signals[reply.eventID] = reply.replyType.conversionResult.map { Signal(time: reply.timestamp, result: $0) }
    }
    for stage in history.stages {
      signals[stage.eventID] = order.conversionResult(of: stage.toStage).map {
        Signal(time: stage.timestamp, result: $0)
      }
    }
  }

  /// The signal of a conversion.
  subscript(id: EventID) -> Signal {
    guard let signal = signals[id] else { preconditionFailure("every conversion is won or lost") }
    return signal
  }
}
