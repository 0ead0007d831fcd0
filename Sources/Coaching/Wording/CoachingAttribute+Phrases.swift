extension CoachingAttribute {
  /// As in "at equal persona".
  var noun: String {
    switch self {
    case .actionType: "action type"
    case .hourOfDay: "hour of day"
    case .weekday: "weekday"
    case .channel: "channel"
    case .persona: "persona"
    case .stage: "stage"
    case .rep: "rep"
    case .escalationTrigger: "escalation trigger"
    case .sequencePosition: "position in the sequence"
    case .timeSinceLastTouch: "time since the last touch"
    }
  }

  /// So many outcomes of its other values: `3,120 on other weekdays`.
  func restPhrase(_ count: Int64) -> String {
    let number = FigureText.count(count)
    return switch self {
    case .actionType: "\(number) of other types"
    case .hourOfDay: "\(number) at other hours"
    case .weekday: "\(number) on other weekdays"
    case .channel: "\(number) over other channels"
    case .persona: "\(number) towards other personas"
    case .stage: "\(number) in other stages"
    case .rep: "\(number) for other reps"
    case .escalationTrigger: "\(number) with other triggers"
    case .sequencePosition: "\(number) other touches"
    case .timeSinceLastTouch: "\(number) after other pauses"
    }
  }
}
