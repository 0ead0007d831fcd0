/// By what outcomes are grouped, to see what goes along with success.
public enum CoachingAttribute: String, Hashable, Sendable, CaseIterable {
  case actionType = "action_type"
  /// In the tenant's zone, as is the weekday.
  case hourOfDay = "hour_of_day"
  case weekday
  case channel
  case persona
  /// The action's starting stage.
  case stage
  case rep
  case escalationTrigger = "escalation_trigger"
  /// Which touch of its conversation the action is.
  case sequencePosition = "sequence_position"
  case timeSinceLastTouch = "time_since_last_touch"

  /// Its place among the cases, from 0.
  var index: Int {
    switch self {
    case .actionType: 0
    case .hourOfDay: 1
    case .weekday: 2
    case .channel: 3
    case .persona: 4
    case .stage: 5
    case .rep: 6
    case .escalationTrigger: 7
    case .sequencePosition: 8
    case .timeSinceLastTouch: 9
    }
  }

  /// Attributes that only say more closely what this one says: an e-mail goes by e-mail, an escalation has a trigger, a
  /// first touch has none before it. One that always goes along with a value is therefore no other cause of its
  /// success.
  var details: [CoachingAttribute] {
    switch self {
    case .actionType: [.channel, .escalationTrigger]
    case .sequencePosition: [.timeSinceLastTouch]
    case .hourOfDay, .weekday, .channel, .persona, .stage, .rep, .escalationTrigger, .timeSinceLastTouch: []
    }
  }
}

extension CoachingAttribute: Comparable {
  public static func < (left: Self, right: Self) -> Bool { left.index < right.index }
}
