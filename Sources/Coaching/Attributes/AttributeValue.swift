public import EventModel

/// One value of one attribute.
public enum AttributeValue: Hashable, Sendable {
  case actionType(ActionType)
  case hourOfDay(HourOfDay)
  case weekday(Weekday)
  case channel(ChannelName)
  case persona(PersonaName)
  case stage(StageName)
  case rep(RepID)
  case escalationTrigger(EscalationTrigger)
  case sequencePosition(SequencePosition)
  case timeSinceLastTouch(TouchPause)
  /// Values that are not told apart: they count as known, and are never a pattern.
  case other(CoachingAttribute)

  public var attribute: CoachingAttribute {
    switch self {
    case .actionType: .actionType
    case .hourOfDay: .hourOfDay
    case .weekday: .weekday
    case .channel: .channel
    case .persona: .persona
    case .stage: .stage
    case .rep: .rep
    case .escalationTrigger: .escalationTrigger
    case .sequencePosition: .sequencePosition
    case .timeSinceLastTouch: .timeSinceLastTouch
    case .other(let attribute): attribute
    }
  }

  /// Whether it stands for values that are not told apart.
  public var isOther: Bool {
    if case .other = self { return true }
    return false
  }
}

/// By attribute, then by number or by the bytes of the name; what is not told apart comes last.
extension AttributeValue: Comparable {
  public static func < (left: Self, right: Self) -> Bool {
    if left.attribute != right.attribute { return left.attribute < right.attribute }
    if left.number != right.number { return left.number < right.number }
    return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
  }

  /// 0 for values that have a name.
  var number: Int {
    switch self {
    case .hourOfDay(let hour): hour.number
    case .weekday(let weekday): weekday.rawValue
    case .sequencePosition(let position): position.rawValue
    case .timeSinceLastTouch(let pause): pause.rawValue
    case .other: .max
    case .actionType, .channel, .persona, .stage, .rep, .escalationTrigger: 0
    }
  }

  /// Empty for values that have a number.
  var name: String {
    switch self {
    case .actionType(let type): type.text
    case .channel(let channel): channel.text
    case .persona(let persona): persona.text
    case .stage(let stage): stage.text
    case .rep(let rep): rep.text
    case .escalationTrigger(let trigger): trigger.text
    case .hourOfDay, .weekday, .sequencePosition, .timeSinceLastTouch, .other: ""
    }
  }
}
