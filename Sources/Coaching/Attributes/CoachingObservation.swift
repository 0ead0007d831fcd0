public import EventModel

/// One resolved outcome as coaching sees it: whether it succeeded, and what is known of its action.
///
/// Feed matured outcomes alone: of a young week only the good news is in. Positive is a success; negative and expired
/// are none; ambiguous and pending ones say nothing yet.
public struct CoachingObservation: Hashable, Sendable {
  public let isSuccess: Bool
  /// In ascending order; an attribute without a value is not known of the action.
  public let values: [AttributeValue]

  /// - Parameter values: at most one of each attribute.
  public init(isSuccess: Bool, values: some Sequence<AttributeValue>) {
    self.isSuccess = isSuccess
    self.values = values.sorted()
    precondition(
      zip(self.values, self.values.dropFirst()).allSatisfy { $0.attribute != $1.attribute },
      "an action has one value of an attribute"
    )
  }

  /// The outcome of an action.
  ///
  /// - Parameters:
  ///   - localTime: when it was taken, by the tenant's clocks.
  ///   - startingStage: of the action (SEMANTICS section 2).
  ///   - position: which touch of its conversation it is, from 1.
  ///   - pause: since the conversation's touch before, not negative; `nil` for the first.
  public init(
    isSuccess: Bool,
    action: AgentAction,
    localTime: LocalTime,
    startingStage: StageName?,
    position: Int,
    pause: TimeInterval?
  ) {
    let known: [AttributeValue?] = [
      .actionType(action.actionType), .hourOfDay(localTime.hour), .weekday(localTime.weekday),
      action.channel.map { .channel(ChannelName($0)) }, action.persona.map { .persona(PersonaName($0)) },
      startingStage.map { .stage($0) }, action.repID.map { .rep(RepID($0)) },
      action.escalationTrigger.map { .escalationTrigger(EscalationTrigger($0)) },
      .sequencePosition(SequencePosition(of: position)),
      pause.map { .timeSinceLastTouch(TouchPause(of: $0)) },
    ]
    self.init(isSuccess: isSuccess, values: known.compactMap { $0 })
  }

  var count: SuccessCount { SuccessCount(trials: 1, successes: isSuccess ? 1 : 0) }
}
