import EventModel
import Simulation

/// A plain reading of SEMANTICS section 2 over simulated events: what became of each action's primary outcome.
struct ObservedOutcomes {
  enum Verdict {
    case success
    case failure
    case unclear
  }

  struct Action {
    let tenantID: TenantID
    let actionType: String
    let outcomeType: OutcomeType
    let confidence: Double
    let timestamp: Timestamp
    let stageIndex: Int?
    fileprivate(set) var verdict = Verdict.failure
    fileprivate(set) var decidedAt: Timestamp?

    var window: TimeInterval {
      switch outcomeType {
      case .emailEngagement: .hours(24)
      case .meetingOutcome, .escalationResult: .days(7)
      case .dealProgression: .days(30)
      }
    }
  }

  static let stages = ["prospecting", "discovery", "qualification", "evaluation", "negotiation", "closed_won"]

  /// In the order of event time.
  private(set) var actions: [Action] = []
  private var indexByActionID: [String: Int] = [:]
  private var dealIndexByConversation: [String: Int] = [:]
  /// Conversations with a second action about the deal: one stage would decide both.
  private(set) var sharedDealCount = 0

  init(_ events: [SimulatedEvent]) {
    for event in events.sorted(by: { $0.timestamp < $1.timestamp }) {
      switch event.eventType {
      case .agentAction: open(event)
      case .customerReply: decideByReply(event)
      case .dealStage: decideByStage(event)
      case .calibrationUpdated, .calibrationAdjusted: break
      }
    }
  }

  private mutating func open(_ event: SimulatedEvent) {
    let type = ActionType(event.data.text("action_type"))
    let action = Action(
      tenantID: event.tenantID,
      actionType: type.text,
      outcomeType: OutcomeType.expected(of: type),
      confidence: event.data.number("predicted_confidence"),
      timestamp: event.timestamp,
      stageIndex: Self.stages.firstIndex(of: event.data.text("deal_stage"))
    )
    let conversation = event.data.text("conversation_state_id")
    if action.outcomeType == .dealProgression {
      if dealIndexByConversation[conversation] != nil { sharedDealCount += 1 }
      dealIndexByConversation[conversation] = actions.count
    }
    indexByActionID[conversation + event.data.text("action_id")] = actions.count
    actions.append(action)
  }

  private mutating func decideByReply(_ event: SimulatedEvent) {
    let key = event.data.text("conversation_state_id") + event.data.text("in_reply_to")
    guard let index = indexByActionID[key], let reply = ReplyType(rawValue: event.data.text("reply_type")) else {
      return
    }
    let verdict: Verdict? =
      switch (actions[index].outcomeType, reply) {
      case (.dealProgression, _), (_, .autoReply): nil
      case (_, .unclear): .unclear
      case (.emailEngagement, .reply), (.emailEngagement, .meetingRescheduled): .success
      case (.emailEngagement, .bounce), (.emailEngagement, .unsubscribe): .failure
      case (.meetingOutcome, .meetingAttended), (.meetingOutcome, .meetingRescheduled): .success
      case (.meetingOutcome, .meetingDeclined), (.meetingOutcome, .meetingNoShow): .failure
      case (.escalationResult, .escalationResolved): .success
      case (.escalationResult, .escalationUnresolved): .failure
      case (_, _): nil
      }
    decide(index, verdict, at: event.timestamp)
  }

  private mutating func decideByStage(_ event: SimulatedEvent) {
    guard case .array(let conversations) = event.data["conversation_state_ids"],
      case .string(let conversation) = conversations.first, let index = dealIndexByConversation[conversation]
    else { return }
    let start = actions[index].stageIndex ?? 0
    switch event.data.text("to_stage") {
    case "stalled": break  // A failure, unless something better comes.
    case "closed_lost": decide(index, .failure, at: event.timestamp)
    case let stage:
      let reached = Self.stages.firstIndex(of: stage) ?? 0
      decide(index, reached > start ? .success : nil, at: event.timestamp)
    }
  }

  private mutating func decide(_ index: Int, _ verdict: Verdict?, at instant: Timestamp) {
    guard let verdict, actions[index].decidedAt == nil else { return }
    guard instant >= actions[index].timestamp, instant - actions[index].timestamp <= actions[index].window else {
      return
    }
    actions[index].verdict = verdict
    actions[index].decidedAt = instant
  }
}

extension JSONValue {
  func text(_ name: String) -> String {
    if case .string(let text) = self[name] { text } else { "" }
  }

  func number(_ name: String) -> Double {
    if case .number(let number) = self[name] { number.double } else { .nan }
  }
}
