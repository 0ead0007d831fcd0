extension CoachingPattern {
  /// What to do about it: a trial to make or a place to look at, never a promise.
  public var recommendation: String {
    evidence.isBetter ? evidence.value.attribute.trial : evidence.value.attribute.review
  }
}

extension CoachingAttribute {
  /// For a value that does better than the rest.
  fileprivate var trial: String {
    switch self {
    case .actionType: "Prefer this action where others would do as well, and watch whether the rate stays."
    case .hourOfDay: "Move some actions to this hour, and watch whether the rate stays."
    case .weekday: "Move some actions to this weekday, and watch whether the rate stays."
    case .channel: "Try this channel first where the customer allows it, and watch whether the rate stays."
    case .persona: "Turn to this persona earlier, and watch whether the rate stays."
    case .stage: "Give conversations in this stage attention while they respond, and watch whether the rate stays."
    case .rep: "Ask this rep what works, and let others try the same."
    case .escalationTrigger: "Keep handing over on this trigger, and learn from how these cases are resolved."
    case .sequencePosition: "Put what matters most at this place of the sequence, and watch whether the rate stays."
    case .timeSinceLastTouch: "Aim for this pause between touches, and watch whether the rate stays."
    }
  }

  /// For a value that does worse than the rest.
  fileprivate var review: String {
    switch self {
    case .actionType: "Look at some of these actions: what came before them, and whether another would have fitted."
    case .hourOfDay: "Let actions that can wait go out at other hours, and watch whether the rate rises."
    case .weekday: "Let actions that can wait go out on other weekdays, and watch whether the rate rises."
    case .channel: "Look at what is sent over this channel, and try another one where the customer allows it."
    case .persona: "Look at what this persona is told: it may need another message."
    case .stage: "Look at how conversations in this stage are led, and where they end."
    case .rep: "Go through some of this rep's conversations together before you conclude anything."
    case .escalationTrigger: "Look at how these cases are handed over, and whether they come too late."
    case .sequencePosition: "Look at what is sent at this place of the sequence, and whether it is needed."
    case .timeSinceLastTouch: "Avoid this pause where you can, and watch whether the rate rises."
    }
  }
}
