public import EventModel

/// One value for each outcome type.
public struct PerOutcomeType<Value> {
  private var emailEngagement: Value
  private var meetingOutcome: Value
  private var escalationResult: Value
  private var dealProgression: Value

  public init(emailEngagement: Value, meetingOutcome: Value, escalationResult: Value, dealProgression: Value) {
    self.emailEngagement = emailEngagement
    self.meetingOutcome = meetingOutcome
    self.escalationResult = escalationResult
    self.dealProgression = dealProgression
  }

  public init(repeating value: Value) {
    self.init(emailEngagement: value, meetingOutcome: value, escalationResult: value, dealProgression: value)
  }

  public subscript(type: OutcomeType) -> Value {
    get {
      switch type {
      case .emailEngagement: emailEngagement
      case .meetingOutcome: meetingOutcome
      case .escalationResult: escalationResult
      case .dealProgression: dealProgression
      }
    }
    _modify {
      switch type {
      case .emailEngagement: yield &emailEngagement
      case .meetingOutcome: yield &meetingOutcome
      case .escalationResult: yield &escalationResult
      case .dealProgression: yield &dealProgression
      }
    }
  }
}

extension PerOutcomeType: Equatable where Value: Equatable {}
extension PerOutcomeType: Hashable where Value: Hashable {}
extension PerOutcomeType: Sendable where Value: Sendable {}
