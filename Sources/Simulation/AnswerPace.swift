public import EventModel

/// The pace of a simulated market.
public enum AnswerPace: String, CaseIterable, Sendable {
  /// As people do: minutes to hours for an e-mail, days for a deal; always inside the outcome's default window.
  case natural
  /// Within seconds of event time, so that a live demonstration shows results.
  case live

  /// The delay of the answers that decide an outcome of `type`.
  public func delay(of type: OutcomeType) -> AnswerDelay {
    switch self {
    case .live:
      // Up to 8 seconds.
      AnswerDelay(shortest: TimeInterval(microseconds: 250_000), doublings: 5)
    case .natural:
      switch type {
      // Up to 17 of 24 hours.
      case .emailEngagement: AnswerDelay(shortest: .seconds(120), doublings: 9)
      // Up to 128 of 168 hours.
      case .meetingOutcome: AnswerDelay(shortest: .hours(1), doublings: 7)
      case .escalationResult: AnswerDelay(shortest: .hours(1), doublings: 6)
      // Up to 21 of 30 days.
      case .dealProgression: AnswerDelay(shortest: .hours(4), doublings: 7)
      }
    }
  }
}

extension OutcomeType {
  /// The window that a tenant has by default (SEMANTICS section 1); late answers come after it.
  var defaultWindow: TimeInterval {
    switch self {
    case .emailEngagement: .hours(24)
    case .meetingOutcome, .escalationResult: .days(7)
    case .dealProgression: .days(30)
    }
  }
}
