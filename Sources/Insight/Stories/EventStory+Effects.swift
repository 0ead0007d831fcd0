public import EventModel
public import Resolution

extension EventStory {
  /// What a signal means for one outcome of its conversation.
  public struct Effect: Sendable {
    public enum Relation: String, Sendable {
      case decides
      /// It would decide, but a person's label holds.
      case labelled
      case notDecisive = "not_decisive"
      case concernsOther = "concerns_other_action"
      case beforeAction = "before_action"
      case afterWindow = "after_window"
      case decidedEarlier = "decided_by_another"
    }

    public let outcomeID: OutcomeID
    public let outcomeType: OutcomeType
    public let action: RecordedAction
    public let relation: Relation
    /// A clause that completes "not for this outcome: ...", or says what was decided.
    public let reason: String
  }
}

/// Says of each signal of a conversation what it means for each outcome, in the words of SEMANTICS section 2. Which signal
/// decides is the fold's own answer; only the reasons of the others are found here.
struct EventStoryEffects {
  private let history: ConversationHistory
  private let policy: ResolutionPolicy
  private let folded: [Outcome]
  /// The decisions without any label.
  private let automatic: [OutcomeID: Outcome]
  private let startingStages: [EventID: Int]
  private let stages: [RecordedStage]

  init(_ history: ConversationHistory, policy: ResolutionPolicy, folded: ConversationState) {
    self.history = history
    self.policy = policy
    self.folded = folded.outcomes
    var unlabelled = history
    unlabelled.labels = []
    let state = history.labels.isEmpty ? folded : resolve(unlabelled, policy: policy, now: nil)
    automatic = Dictionary(state.outcomes.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    let stages = history.stages.sorted { ($0.timestamp, $0.eventID) < ($1.timestamp, $1.eventID) }
    self.stages = stages
    startingStages = Dictionary(
      history.actions.map { ($0.eventID, Self.startingStage(of: $0, stages: stages, order: policy.stageOrder)) },
      uniquingKeysWith: { $1 }
    )
  }

  /// - Parameter isWanted: leaves out pairs that nobody asked for; what is decided is always there.
  func effects(of reply: RecordedReply, where isWanted: (RecordedAction) -> Bool) -> [EventStory.Effect] {
    let onlyEmail = latestEmail(before: reply)
    return folded.compactMap { outcome in
      if let decided = decision(by: reply.eventID, of: outcome) { return decided }
      guard isWanted(outcome.action) else { return nil }
      let (relation, reason) = unmoved(outcome, by: reply, onlyEmail: onlyEmail)
      return effect(outcome, relation, reason)
    }
  }

  func effects(of stage: RecordedStage, where isWanted: (RecordedAction) -> Bool) -> [EventStory.Effect] {
    folded.compactMap { outcome in
      if let decided = decision(by: stage.eventID, of: outcome) { return decided }
      guard isWanted(outcome.action) else { return nil }
      let (relation, reason) = unmoved(outcome, by: stage)
      return effect(outcome, relation, reason)
    }
  }

  private typealias Finding = (EventStory.Effect.Relation, String)

  private func effect(
    _ outcome: Outcome,
    _ relation: EventStory.Effect.Relation,
    _ reason: String
  ) -> EventStory.Effect {
    EventStory.Effect(
      outcomeID: outcome.id,
      outcomeType: outcome.outcomeType,
      action: outcome.action,
      relation: relation,
      reason: reason
    )
  }

  private func decision(by signal: EventID, of outcome: Outcome) -> EventStory.Effect? {
    guard let decided = automatic[outcome.id], decided.signalEventID == signal else { return nil }
    if outcome.signalSource == .humanLabel {
      return effect(outcome, .labelled, "\(decided.status.rawValue), but a person's label holds")
    }
    let waits = decided.status == .ambiguous ? ", which waits for a person's label" : ""
    return effect(outcome, .decides, decided.status.rawValue + waits)
  }

  private func unmoved(_ outcome: Outcome, by reply: RecordedReply, onlyEmail: EventID?) -> Finding {
    guard reply.replyType.verdict(for: outcome.outcomeType) != nil else {
      return (.notDecisive, "reply type \(reply.replyType.rawValue) says nothing about it")
    }
    if let name = reply.inReplyTo {
      if name != outcome.action.actionID { return (.concernsOther, "it answers another action") }
    } else if reply.replyType == .bounce || reply.replyType == .unsubscribe, outcome.action.eventID != onlyEmail {
      return (.concernsOther, "it concerns only the latest action before it that expects an answer by email")
    }
    return outsideWindow(outcome, at: reply.timestamp) ?? decidedEarlier(outcome)
  }

  private func unmoved(_ outcome: Outcome, by stage: RecordedStage) -> Finding {
    guard outcome.outcomeType == .dealProgression else { return (.notDecisive, "deal.stage says nothing about it") }
    if let index = policy.stageOrder.index(of: stage.toStage) {
      let start = startingStages[outcome.action.eventID] ?? 0
      if index <= start {
        return (.notDecisive, "it does not lie above the starting stage \(policy.stageOrder.names[start].text)")
      }
    } else if stage.toStage != .closedLost && stage.toStage != .stalled {
      return (.notDecisive, "its stage is not in the tenant's order any more")
    }
    return outsideWindow(outcome, at: stage.timestamp) ?? decidedEarlier(outcome)
  }

  private func outsideWindow(_ outcome: Outcome, at time: Timestamp) -> Finding? {
    if time < outcome.actedAt { return (.beforeAction, "it came before the action") }
    return time > outcome.windowExpiresAt ? (.afterWindow, "it came after the window") : nil
  }

  private func decidedEarlier(_ outcome: Outcome) -> Finding {
    guard let decider = automatic[outcome.id]?.signalEventID else {
      return (.notDecisive, "the fold does not take it")
    }
    return (.decidedEarlier, "\(decider) decided")
  }

  /// The one action that a bounce or unsubscribe without `in_reply_to` concerns.
  private func latestEmail(before reply: RecordedReply) -> EventID? {
    history.actions
      .filter { $0.timestamp <= reply.timestamp && $0.outcomeTypes.contains(.emailEngagement) }
      .max { ($0.timestamp, $0.eventID) < ($1.timestamp, $1.eventID) }?.eventID
  }

  /// The stage from which the action's advance is counted.
  private static func startingStage(of action: RecordedAction, stages: [RecordedStage], order: StageOrder) -> Int {
    if let own = action.dealStage.flatMap({ order.index(of: $0) }) { return own }
    let latest = stages.last { $0.timestamp <= action.timestamp && order.contains($0.toStage) }
    return latest.flatMap { order.index(of: $0.toStage) } ?? 0
  }
}
