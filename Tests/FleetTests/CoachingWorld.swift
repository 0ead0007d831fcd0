import Coaching
import EventModel
import Foundation
import Resolution
import Streams
import TestSupport

/// A tenant's conversations by chance, as events for the fleet and as observations for the pure room: two ways that must
/// meet.
struct CoachingWorld {
  struct Action {
    var number: Int
    var conversation: Int
    var time: Timestamp
    var type: String
    var rep: String?
    var channel: String?
    var persona: String?
    var trigger: String?
    var stage: String?
  }

  private struct Change {
    let number: Int
    let conversations: [Int]
    let time: Timestamp
    let stage: String
  }

  let tenant: Int
  private(set) var actions: [Action] = []
  private(set) var events: [TestEvent] = []
  private var changes: [Change] = []

  /// - Parameter shape: bends an action, and says by which probability it is answered.
  init(
    tenant: Int = 1,
    seed: UInt64,
    conversationCount: Int,
    shape: (inout Action, inout TestGenerator) -> Double
  ) {
    self.tenant = tenant
    var generator = TestGenerator(seed: seed)
    // Downwards, so that nothing is in order by its id that isn't by its time.
    var number = tenant * 1_000_000 + 400_000
    for conversation in 1...conversationCount {
      let rep = generator.pick(["anna", "ben", "cleo", nil])
      let persona = generator.pick(["buyer", "cfo", "cto", nil])
      var time = TestEvent.start + .seconds(Int64.random(in: 0..<20 * 86_400, using: &generator))
      for _ in 1...Int.random(in: 1...4, using: &generator) {
        number -= 1
        var action = Action(number: number, conversation: conversation, time: time, type: "send_email")
        action.type = generator.pick(["send_email", "send_email", "send_chat", "escalate", "propose"])
        (action.rep, action.persona) = (rep, persona)
        action.channel = action.type == "send_email" ? "email" : generator.pick(["phone", "chat", nil])
        action.trigger = action.type == "escalate" ? generator.pick(["pricing", "legal"]) : nil
        action.stage = generator.pick([nil, nil, "discovery", "evaluation"])
        let rate = shape(&action, &generator)
        add(action, isAnswered: Double.random(in: 0..<1, using: &generator) < rate)
        if generator.chance(20) {
          number -= 1
          let others = generator.chance(30) ? [Int.random(in: 1...conversationCount, using: &generator)] : []
          let stage = generator.pick(["discovery", "qualification", "evaluation", "stalled", "closed_won"])
          let later = action.time + .hours(Int64.random(in: 0...30, using: &generator))
          add(Change(number: number, conversations: [conversation] + others, time: later, stage: stage))
        }
        // Some touches are at one time.
        time = time + .hours(generator.pick([0, 1, 2, 5, 30, 100, 200]))
      }
    }
  }

  /// Every action gets an answer that concerns it alone, or none.
  private mutating func add(_ action: Action, isAnswered: Bool) {
    actions.append(action)
    let fields: [(String, String?)] = [
      ("rep_id", action.rep), ("channel", action.channel), ("persona", action.persona),
      ("escalation_trigger", action.trigger), ("deal_stage", action.stage),
    ]
    let more = fields.compactMap { name, value in value.map { ",\"\(name)\":\"\($0)\"" } }.joined()
    let conversation = TestEvent.conversation(action.conversation)
    let data =
      "{\"conversation_state_id\":\"\(conversation)\",\"action_type\":\"\(action.type)\",\"predicted_confidence\":0.5"
      + "\(more)}"
    let id = TestEvent.eventID(action.number)
    events.append(TestEvent(.agentAction, id, tenant: TestEvent.tenant(tenant), at: action.time, data: data))
    guard isAnswered else { return }
    let reply = action.type == "escalate" ? "escalation_resolved" : "reply"
    let answer =
      "{\"conversation_state_id\":\"\(conversation)\",\"reply_type\":\"\(reply)\",\"in_reply_to\":\"\(id)\"}"
    events.append(
      TestEvent(
        .customerReply,
        TestEvent.eventID(action.number + 500_000),
        tenant: TestEvent.tenant(tenant),
        at: action.time + .hours(1),
        data: answer
      )
    )
  }

  private mutating func add(_ change: Change) {
    changes.append(change)
    let ids = Set(change.conversations).map { "\"\(TestEvent.conversation($0))\"" }.sorted().joined(separator: ",")
    events.append(
      TestEvent(
        .dealStage,
        TestEvent.eventID(change.number),
        tenant: TestEvent.tenant(tenant),
        at: change.time,
        data: "{\"conversation_state_ids\":[\(ids)],\"to_stage\":\"\(change.stage)\"}"
      )
    )
  }
}

// MARK: - What coaching should see

extension CoachingWorld {
  /// Which matured outcomes succeeded, as the database says: whether that is right is another test's business.
  static func successes(of tenant: Int, in fleet: TestFleet) async throws -> [EventID: (type: String, isSuccess: Bool)]
  {
    let lines = try await fleet.execute(
      """
      SELECT action_event_id || ' ' || outcome_type || ' ' || outcome_status FROM learning.outcome_records
      WHERE tenant_id = '\(TestEvent.tenant(tenant))' AND outcome_status IN ('positive', 'negative', 'expired')
        AND window_expires_at <= timestamptz 'epoch' + \(TestFleet.now.microseconds) * interval '1 microsecond'
      """
    )
    let rows = lines.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    return Dictionary(
      uniqueKeysWithValues: rows.compactMap { row in
        EventID(text: row[0]).map { ($0, (type: row[1], isSuccess: row[2] == "positive")) }
      }
    )
  }

  /// - Parameter counts: whether an action's outcome is looked at.
  func tally(
    _ outcomes: [EventID: (type: String, isSuccess: Bool)],
    timeZone: TimeZone,
    where counts: (Action) -> Bool = { _ in true }
  ) -> CoachingTally {
    var tally = CoachingTally()
    for (conversation, actions) in Dictionary(grouping: actions, by: \.conversation) {
      let ordered = actions.sorted { ($0.time, TestEvent.eventID($0.number)) < ($1.time, TestEvent.eventID($1.number)) }
      var observations: [CoachingObservation] = []
      for (index, action) in ordered.enumerated() where counts(action) {
        guard let outcome = outcomes[TestEvent.eventID(action.number)] else { continue }
        let stage = startingStage(of: action, in: conversation)
        // There was nothing left to win.
        if outcome.type == "deal_progression", stage == "closed_won" { continue }
        observations.append(
          observation(
            action,
            isSuccess: outcome.isSuccess,
            stage: stage,
            position: index + 1,
            previous: index > 0 ? ordered[index - 1].time : nil,
            timeZone: timeZone
          )
        )
      }
      if !observations.isEmpty { tally.add(conversation: observations) }
    }
    return tally
  }

  private func startingStage(of action: Action, in conversation: Int) -> String {
    let order = StageOrder.default.names.map(\.text)
    if let own = action.stage, order.contains(own) { return own }
    let before = changes.filter {
      $0.conversations.contains(conversation) && $0.time <= action.time && order.contains($0.stage)
    }
    return before.max { ($0.time, TestEvent.eventID($0.number)) < ($1.time, TestEvent.eventID($1.number)) }?.stage
      ?? order[0]
  }

  private func observation(
    _ action: Action,
    isSuccess: Bool,
    stage: String,
    position: Int,
    previous: Timestamp?,
    timeZone: TimeZone
  ) -> CoachingObservation {
    let body = AgentAction(
      conversationID: TestEvent.conversation(action.conversation),
      actionType: ActionType(action.type),
      predictedConfidence: 0.5,
      actionID: ActionID("\(action.number)"),
      outcomeTypes: [.emailEngagement],
      repID: action.rep,
      channel: action.channel,
      persona: action.persona,
      escalationTrigger: action.trigger
    )
    let date = Date(timeIntervalSince1970: Double(action.time.microseconds) / 1e6)
    return CoachingObservation(
      isSuccess: isSuccess,
      action: body,
      localTime: LocalTime(of: action.time, offset: .seconds(Int64(timeZone.secondsFromGMT(for: date)))),
      startingStage: StageName(stage),
      position: position,
      pause: previous.map { action.time - $0 }
    )
  }
}

extension TestFleet {
  /// Publishes events and works until each outcome is what it is at the fleet's time, windows closed.
  func settleOutcomes(of events: [TestEvent]) async throws {
    try await publish(events)
    try await drainWorkers(2)
    try await sweep(asOf: Self.now)
    try await drainWorkers()
  }
}
