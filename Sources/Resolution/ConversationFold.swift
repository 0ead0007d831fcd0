import EventModel

/// One run of the fold: signals are indexed once, then each outcome finds its own in logarithmic time.
struct ConversationFold {
  private let history: ConversationHistory
  private let policy: ResolutionPolicy
  private let now: Timestamp?
  private let expirySeen: [OutcomeID: Timestamp]
  private let actions: ActionTimeline
  private let replies: ReplyTimeline
  private var stages: StageTimeline
  private let labels: [OutcomeID: LabelAct]

  init(
    _ history: ConversationHistory,
    policy: ResolutionPolicy,
    now: Timestamp?,
    expirySeen: [OutcomeID: Timestamp]
  ) {
    self.history = history
    self.policy = policy
    self.now = now
    self.expirySeen = expirySeen
    actions = ActionTimeline(history.actions, windows: policy.windows)
    replies = ReplyTimeline(history.replies, actions: actions)
    stages = StageTimeline(history.stages, order: policy.stageOrder)
    labels = Self.latestLabels(history.labels)
  }

  mutating func state() -> ConversationState {
    let expectations = expectations()
    var decisive: Set<AutomaticDecision.Signal> = []
    for case let decision? in expectations.map(\.decision) where decision.verdict.isConclusive {
      decisive.insert(decision.signal)
    }
    let conversions = ConversionFold(
      actions: actions,
      replies: replies,
      stages: stages,
      decisive: decisive,
      policy: policy
    )
    return ConversationState(
      outcomes: expectations.map { outcome(of: $0, conversions: conversions) },
      conversions: conversions.conversions
    )
  }

  /// One expected outcome of one action, and what the signals say of it.
  private struct Expectation {
    let action: Int
    let type: OutcomeType
    let isPrimary: Bool
    /// Where the deal stood, for `deal_progression`.
    let startingStage: Int?
    let decision: AutomaticDecision?
  }

  private mutating func expectations() -> [Expectation] {
    var expectations: [Expectation] = []
    for (position, action) in actions.actions.enumerated() {
      for (index, type) in action.outcomeTypes.enumerated() {
        let start = type == .dealProgression ? stages.startingStage(of: action) : nil
        expectations.append(
          Expectation(
            action: position,
            type: type,
            isPrimary: index == 0,
            startingStage: start,
            decision: decision(for: position, type: type, startingStage: start)
          )
        )
      }
    }
    return expectations
  }

  private mutating func decision(for action: Int, type: OutcomeType, startingStage: Int?) -> AutomaticDecision? {
    if let startingStage {
      return stages.firstDecisive(
        startingAt: startingStage,
        from: actions.actions[action].timestamp,
        through: actions.windowExpiry(of: action, type: type)
      ).map { AutomaticDecision(signal: .stage($0.position), verdict: $0.verdict) }
    }
    guard let position = replies.firstDecisive(for: action, type: type, actions: actions),
      let verdict = replies.replies[position].replyType.verdict(for: type)
    else { return nil }
    return AutomaticDecision(signal: .reply(position), verdict: verdict)
  }

  private func outcome(of expectation: Expectation, conversions: ConversionFold) -> Outcome {
    let action = actions.actions[expectation.action]
    let id = OutcomeID(tenant: history.tenantID, action: action.eventID, type: expectation.type)
    let expiry = actions.windowExpiry(of: expectation.action, type: expectation.type)
    let seen = [now, expirySeen[id]].compactMap { $0 }.max()
    let isExpired = expectation.decision == nil && (seen.map { $0 > expiry } ?? false)
    let resolution =
      labelResolution(of: id) ?? automaticResolution(of: expectation, conversions: conversions)
      ?? (isExpired ? Resolution(status: .expired, source: .automatic, resolvedAt: expiry) : Resolution())
    return Outcome(
      id: id,
      action: action,
      outcomeType: expectation.type,
      isPrimary: expectation.isPrimary,
      windowExpiresAt: expiry,
      status: resolution.status,
      score: resolution.score,
      signalSource: resolution.source,
      signalEventID: resolution.signalEventID,
      resolvedAt: resolution.resolvedAt,
      evidenceWeight: resolution.weight,
      sample: sample(of: expectation, action: action, resolution: resolution),
      expirySeen: isExpired ? seen : expirySeen[id]
    )
  }

  /// How an outcome stands; pending at first.
  private struct Resolution {
    var status = OutcomeStatus.pending
    var score: Double?
    var source: SignalSource?
    var signalEventID: EventID?
    var resolvedAt: Timestamp?
    var weight = 1.0
  }

  private func labelResolution(of id: OutcomeID) -> Resolution? {
    guard let act = labels[id] else { return nil }
    switch act.kind {
    case .set(.positive, let score):
      return Resolution(status: .positive, score: score ?? 1, source: .humanLabel, resolvedAt: act.labelledAt)
    case .set(.negative, let score):
      return Resolution(status: .negative, score: score ?? 0, source: .humanLabel, resolvedAt: act.labelledAt)
    case .withdrawn:
      return nil
    }
  }

  private func automaticResolution(of expectation: Expectation, conversions: ConversionFold) -> Resolution? {
    guard let decision = expectation.decision else { return nil }
    let (eventID, time) = event(of: decision.signal)
    return Resolution(
      status: decision.verdict.status,
      score: decision.verdict.score,
      source: .automatic,
      signalEventID: eventID,
      resolvedAt: time,
      weight: decision.verdict.isConclusive
        ? conversions.evidenceWeight(of: expectation.action, in: decision.signal) : 1
    )
  }

  private func event(of signal: AutomaticDecision.Signal) -> (EventID, Timestamp) {
    switch signal {
    case .reply(let position): (replies.replies[position].eventID, replies.replies[position].timestamp)
    case .stage(let position): (stages.stages[position].eventID, stages.stages[position].timestamp)
    }
  }

  private func sample(
    of expectation: Expectation,
    action: RecordedAction,
    resolution: Resolution
  ) -> OutcomeSample? {
    // An action on a deal that is already won had nothing left to win.
    guard expectation.isPrimary, expectation.startingStage != policy.stageOrder.winIndex else { return nil }
    let cameTrue: Bool
    switch resolution.status {
    case .positive: cameTrue = true
    case .negative: cameTrue = false
    case .expired:
      guard policy.expiredCounts[expectation.type] else { return nil }
      cameTrue = false
    case .pending, .ambiguous: return nil
    }
    return OutcomeSample(
      predictedConfidence: action.predictedConfidence,
      outcome: cameTrue,
      weight: resolution.weight,
      calibrationVersion: action.calibrationVersion
    )
  }

  /// The latest act on each outcome, whoever's.
  private static func latestLabels(_ acts: [LabelAct]) -> [OutcomeID: LabelAct] {
    Dictionary(acts.map { ($0.outcomeID, $0) }) { left, right in
      (left.labelledAt, left.id) < (right.labelledAt, right.id) ? right : left
    }
  }
}
