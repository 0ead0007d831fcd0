import EventModel

extension AttributeValue {
  /// How the value is stored and sent beside its attribute: the name, or the number in decimal digits. `nil` for what
  /// is not told apart, since any text may be a name.
  public var text: String? {
    switch self {
    case .actionType, .channel, .persona, .stage, .rep, .escalationTrigger: name
    case .hourOfDay, .weekday, .sequencePosition, .timeSinceLastTouch: String(number)
    case .other: nil
    }
  }

  /// The value that has this text.
  ///
  /// - Returns: `nil` where the attribute is numbered and has no such number.
  public init?(_ attribute: CoachingAttribute, text: String?) {
    guard let text else {
      self = .other(attribute)
      return
    }
    switch attribute {
    case .actionType: self = .actionType(ActionType(text))
    case .channel: self = .channel(ChannelName(text))
    case .persona: self = .persona(PersonaName(text))
    case .stage: self = .stage(StageName(text))
    case .rep: self = .rep(RepID(text))
    case .escalationTrigger: self = .escalationTrigger(EscalationTrigger(text))
    case .hourOfDay, .weekday, .sequencePosition, .timeSinceLastTouch:
      guard let number = Int(text), let value = Self.numbered(attribute, number) else { return nil }
      self = value
    }
  }

  private static func numbered(_ attribute: CoachingAttribute, _ number: Int) -> Self? {
    switch attribute {
    case .hourOfDay: HourOfDay(number).map { .hourOfDay($0) }
    case .weekday: Weekday(rawValue: number).map { .weekday($0) }
    case .sequencePosition: SequencePosition(rawValue: number).map { .sequencePosition($0) }
    case .timeSinceLastTouch: TouchPause(rawValue: number).map { .timeSinceLastTouch($0) }
    case .actionType, .channel, .persona, .stage, .rep, .escalationTrigger: nil
    }
  }
}
