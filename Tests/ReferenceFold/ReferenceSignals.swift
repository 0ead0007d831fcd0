import EventModel
import Resolution

/// A conversation's actions and signals, each once and in order, with the questions of SEMANTICS sections 2 and 3.
struct ReferenceSignals {
  enum Signal {
    case reply(RecordedReply)
    case stage(RecordedStage)

    var eventID: EventID {
      switch self {
      case .reply(let reply): reply.eventID
      case .stage(let stage): stage.eventID
      }
    }

    var timestamp: Timestamp {
      switch self {
      case .reply(let reply): reply.timestamp
      case .stage(let stage): stage.timestamp
      }
    }
  }

  struct Decision {
    let signal: Signal
    let status: OutcomeStatus
    let score: Double?
  }

  let policy: ResolutionPolicy
  let actions: [RecordedAction]
  let all: [Signal]
  let stages: [RecordedStage]

  init(_ history: ConversationHistory, policy: ResolutionPolicy) {
    self.policy = policy
    actions = Self.once(history.actions, id: \.eventID, time: \.timestamp)
    stages = Self.once(history.stages, id: \.eventID, time: \.timestamp)
    all = Self.once(
      history.replies.map(Signal.reply) + history.stages.map(Signal.stage),
      id: \.eventID,
      time: \.timestamp
    )
  }

  private static func once<Event>(
    _ events: [Event],
    id: (Event) -> EventID,
    time: (Event) -> Timestamp
  ) -> [Event] {
    var byID: [String: Event] = [:]
    for event in events { byID["\(id(event))"] = event }
    return byID.sorted { left, right in
      time(left.value) == time(right.value) ? left.key < right.key : time(left.value) < time(right.value)
    }.map(\.value)
  }

  func windowEnd(_ action: RecordedAction, _ type: OutcomeType) -> Timestamp {
    action.timestamp + policy.windows[type]
  }

  func isInWindow(_ time: Timestamp, _ action: RecordedAction, _ type: OutcomeType) -> Bool {
    action.timestamp <= time && time <= windowEnd(action, type)
  }

  // MARK: Deciding

  func decision(_ action: RecordedAction, _ type: OutcomeType) -> Decision? {
    let inWindow = all.filter { isInWindow($0.timestamp, action, type) }
    var stall: Decision?
    for signal in inWindow {
      switch signal {
      case .reply(let reply):
        if concerns(reply, action), let (status, score) = ReferenceTable.verdict(reply.replyType, type) {
          return Decision(signal: signal, status: status, score: score)
        }
      case .stage(let stage) where type == .dealProgression:
        let start = startingStage(action)
        if let index = position(stage.toStage), index > start {
          let scores = [0.2, 0.4, 0.6, 0.8, 1.0]
          return Decision(signal: signal, status: .positive, score: scores[min(index - start, 5) - 1])
        }
        if stage.toStage.text == "closed_lost" { return Decision(signal: signal, status: .negative, score: 0) }
        if stage.toStage.text == "stalled", stall == nil {
          stall = Decision(signal: signal, status: .negative, score: 0)
        }
      case .stage: break
      }
    }
    return stall
  }

  func concerns(_ reply: RecordedReply, _ action: RecordedAction) -> Bool {
    if let name = reply.inReplyTo { return action.actionID == name }
    guard reply.replyType == .bounce || reply.replyType == .unsubscribe else { return true }
    let emails = actions.filter { $0.outcomeTypes.contains(.emailEngagement) && $0.timestamp <= reply.timestamp }
    return emails.last?.eventID == action.eventID
  }

  func position(_ name: StageName) -> Int? {
    policy.stageOrder.names.firstIndex(of: name)
  }

  func startingStage(_ action: RecordedAction) -> Int {
    if let own = action.dealStage, let index = position(own) { return index }
    let earlier = stages.filter { $0.timestamp <= action.timestamp }.compactMap { position($0.toStage) }
    return earlier.last ?? 0
  }

  // MARK: Converting

  func isConversion(_ signal: Signal) -> Bool {
    let decides = actions.contains { action in
      action.outcomeTypes.contains { type in
        guard let decision = decision(action, type) else { return false }
        return decision.signal.eventID == signal.eventID && decision.status != .ambiguous
      }
    }
    guard !touches(signal).isEmpty else { return false }
    switch signal {
    case .reply: return decides
    case .stage(let stage): return decides || moves(stage)
    }
  }

  func moves(_ stage: RecordedStage) -> Bool {
    let earlier = stages.prefix { $0.eventID != stage.eventID }
    if stage.toStage.text == "closed_lost" || stage.toStage.text == "stalled" {
      return earlier.last?.toStage != stage.toStage
    }
    guard let reached = position(stage.toStage) else { return false }
    if let before = earlier.compactMap({ position($0.toStage) }).last { return reached > before }
    if let from = stage.fromStage, let before = position(from) { return reached > before }
    return reached > 0
  }

  func touches(_ signal: Signal) -> [RecordedAction] {
    switch signal {
    case .stage(let stage):
      return actions.filter {
        stage.timestamp - policy.windows[.dealProgression] <= $0.timestamp && $0.timestamp <= stage.timestamp
      }
    case .reply(let reply):
      return actions.filter { action in
        concerns(reply, action)
          && action.outcomeTypes.contains { type in
            ReferenceTable.verdict(reply.replyType, type) != nil && isInWindow(reply.timestamp, action, type)
          }
      }
    }
  }

  /// The index of the last touch at or before the first deal.stage, within the touches' span, that reaches the milestone.
  func milestoneTouch(_ touches: [RecordedAction]) -> Int? {
    guard let milestone = position(policy.milestoneStage), let first = touches.first, let last = touches.last else {
      return nil
    }
    let span = first.timestamp...last.timestamp
    let reaching = stages.first { stage in
      guard span.contains(stage.timestamp), let index = position(stage.toStage) else { return false }
      return index >= milestone
    }
    guard let reaching else { return nil }
    return touches.lastIndex { $0.timestamp <= reaching.timestamp }
  }
}
