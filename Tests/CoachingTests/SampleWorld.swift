import Coaching
import EventModel
import TestSupport

/// Conversations with all that coaching looks at, and successes after a rule.
///
/// As in life, attributes hang together: a conversation keeps its rep and persona, its stage advances, e-mails go by
/// e-mail, only escalations have a trigger, and only follow-ups a pause.
struct SampleWorld: Sendable {
  /// What the rule knows of an action.
  struct Action: Sendable {
    var type = ""
    var hour = 0
    var weekday = Weekday.monday
    var channel = ""
    var persona = ""
    var stage = ""
    var rep = ""
    var trigger: String?
    var position = 1
    var pause: TouchPause?

    func observation(isSuccess: Bool) -> CoachingObservation {
      let values: [AttributeValue?] = [
        .actionType(ActionType(type)), HourOfDay(hour).map { .hourOfDay($0) }, .weekday(weekday),
        .channel(ChannelName(channel)), .persona(PersonaName(persona)), .stage(StageName(stage)), .rep(RepID(rep)),
        trigger.map { .escalationTrigger(EscalationTrigger($0)) },
        .sequencePosition(SequencePosition(of: position)), pause.map { .timeSinceLastTouch($0) },
      ]
      return CoachingObservation(isSuccess: isSuccess, values: values.compactMap { $0 })
    }
  }

  var conversationCount = 250
  var actionCountMax = 5
  /// Whether one draw decides all actions of a conversation, as one reply does.
  var sharesFate = false
  /// The probability that an action succeeds.
  var rate: @Sendable (Action) -> Double = { _ in 0.25 }
  /// Bends an action before it is judged, to make attributes hang together.
  var shape: @Sendable (inout Action, inout TestGenerator) -> Void = { _, _ in }

  func conversation(_ generator: inout TestGenerator) -> [CoachingObservation] {
    var action = Action()
    action.rep = generator.pick(["anna", "ben", "cleo", "dan", "eve", "finn"])
    action.persona = generator.pick(["buyer", "cfo", "cto", "user"])
    var stage = Int.random(in: 0...2, using: &generator)
    let fate = Double.random(in: 0..<1, using: &generator)
    return (1...Int.random(in: 1...actionCountMax, using: &generator)).map { position in
      Self.draw(&action, stage: stage, position: position, &generator)
      if generator.chance(30) { stage += 1 }
      shape(&action, &generator)
      let draw = Double.random(in: 0..<1, using: &generator)
      return action.observation(isSuccess: (sharesFate ? fate : draw) < rate(action))
    }
  }

  private static func draw(_ action: inout Action, stage: Int, position: Int, _ generator: inout TestGenerator) {
    action.type = generator.pick(["send_email", "send_email", "send_chat", "schedule_meeting", "escalate"])
    action.hour = Int.random(in: 8...15, using: &generator)
    action.weekday = generator.pick([.monday, .tuesday, .wednesday, .thursday, .friday])
    action.channel = action.type == "send_email" ? "email" : generator.pick(["phone", "chat", "email"])
    action.stage = ["prospecting", "discovery", "qualification", "evaluation", "negotiation"][min(stage, 4)]
    action.trigger = action.type == "escalate" ? generator.pick(["pricing", "legal", "anger"]) : nil
    action.position = position
    action.pause = position == 1 ? nil : generator.pick(TouchPause.allCases)
  }

  func tally(_ generator: inout TestGenerator) -> CoachingTally {
    var tally = CoachingTally()
    for _ in 0..<conversationCount { tally.add(conversation: conversation(&generator)) }
    return tally
  }

  func report(seed: UInt64, policy: CoachingPolicy = CoachingPolicy()) -> CoachingReport {
    var generator = TestGenerator(seed: seed)
    return CoachingReport(tally(&generator), policy: policy)
  }
}
