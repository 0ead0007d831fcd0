public import EventModel

/// A sales agent at work: its actions, and what the market answers, as events in the order of their arrival.
///
/// For a past, iterate: times advance from `start` by the plan's mean gap. For a present, call ``act(at:)`` with the
/// time of each action and take what is due with ``nextEvent(deliveredBy:)``.
///
/// The tenants depend on the seed alone, the ids of events and conversations also on the start: a second run with
/// another start is new history of the same tenants, and not the same event ids with other contents.
public struct SalesAgentSimulation: Sequence, IteratorProtocol, Sendable {
  private static let channels = ["email", "linkedin", "phone", "sms"]
  private static let triggers = ["low_confidence", "pricing_exception", "legal_question", "angry_customer"]
  /// How often an action expects a second outcome, which is tracked and not calibrated.
  private static let secondOutcomeShare = 0.05

  public let plan: SimulationPlan
  /// How many actions were taken so far.
  public private(set) var actionsTaken = 0
  /// How many events were sent so far, those on their way included.
  public private(set) var eventsSent = 0

  private let market: MarketBehaviour
  private let frequencySum: Double
  private var pools: [ConversationPool]
  private var choices: SeededGenerator
  private var names: SeededGenerator
  private var queue = DeliveryQueue()
  private var nextActionAt: Timestamp

  /// - Precondition: `plan.mistakes` is empty.
  public init(plan: SimulationPlan, start: Timestamp) {
    precondition(plan.mistakes.isEmpty, "a plan with mistakes can't be simulated")
    self.plan = plan
    market = MarketBehaviour(plan: plan)
    frequencySum = plan.actionTypes.reduce(0) { $0 + $1.frequency }
    pools = plan.tenants.map { ConversationPool(tenant: $0, repCount: plan.repCount) }
    choices = SeededGenerator(seed: ~plan.seed)
    var mixer = SplitMix64(state: plan.seed)
    names = SeededGenerator(seed: mixer.next() &+ UInt64(bitPattern: start.microseconds))
    nextActionAt = start
  }

  /// The next event of a past; `nil` when every action is taken and answered.
  public mutating func next() -> SimulatedEvent? {
    while !isFinished {
      // Whatever a later action causes arrives after it: what is due before it can leave.
      if let event = queue.receive(by: nextActionAt) { return event }
      act(at: nextActionAt)
      let gap = Int64(2 * Double(plan.meanGap.microseconds) * choices.unit())
      nextActionAt = nextActionAt + TimeInterval(microseconds: gap)
    }
    return queue.receive(by: nil)
  }

  /// Whether the plan's actions are all taken; answers may still be on their way.
  public var isFinished: Bool {
    if let count = plan.actionCount, actionsTaken >= count { return true }
    return plan.eventCount.map { eventsSent >= $0 } ?? false
  }

  /// When the next event arrives; `nil` when none is on its way.
  public var nextDelivery: Timestamp? { queue.nextInstant }

  /// The next event that has arrived by `instant`.
  public mutating func nextEvent(deliveredBy instant: Timestamp) -> SimulatedEvent? {
    queue.receive(by: instant)
  }

  /// Takes one action at `instant`, and sends it and its answers on their way.
  public mutating func act(at instant: Timestamp) {
    actionsTaken += 1
    let tenantIndex = choices.index(below: pools.count)
    let tenant = pools[tenantIndex].tenant
    let truth = chooseActionType()
    let outcomeType = truth.outcomeType
    let conversation = pools[tenantIndex].conversation(
      forDeal: outcomeType == .dealProgression,
      choosingWith: &choices,
      namingWith: &names
    )
    let eventID = EventID(names.uuid())
    let action = makeAction(truth, in: conversation, eventID: eventID)
    send(.action(action, conversation.agent), from: tenant, eventID: eventID, at: instant)
    let probability = truth.successProbability(confidence: action.predictedConfidence, shift: tenant.rateShift)
    let answers = market.answers(
      outcomeType: outcomeType,
      succeeds: choices.happens(probability),
      stageIndex: conversation.stageIndex,
      using: &choices
    )
    for answer in answers {
      send(
        content(of: answer, to: action, in: conversation),
        from: tenant,
        eventID: EventID(names.uuid()),
        at: instant + answer.delay
      )
    }
  }

  private mutating func chooseActionType() -> ActionTypeTruth {
    var position = choices.unit() * frequencySum
    for truth in plan.actionTypes.dropLast() {
      if position < truth.frequency { return truth }
      position -= truth.frequency
    }
    return plan.actionTypes[plan.actionTypes.count - 1]
  }

  private mutating func makeAction(
    _ truth: ActionTypeTruth,
    in conversation: SimulatedConversation,
    eventID: EventID
  ) -> AgentAction {
    let outcomeType = truth.outcomeType
    let isDeal = outcomeType == .dealProgression
    let hasSecond = outcomeType == .meetingOutcome && choices.happens(Self.secondOutcomeShare)
    return AgentAction(
      conversationID: conversation.conversationID,
      actionType: truth.actionType,
      predictedConfidence: truth.confidences.confidence(using: &choices),
      actionID: ActionID("act-\(eventID.description.prefix(18))"),
      outcomeTypes: hasSecond ? [outcomeType, .emailEngagement] : [outcomeType],
      dealID: conversation.dealID,
      dealStage: isDeal ? SimulatedConversation.stages[conversation.stageIndex] : nil,
      repID: conversation.repID,
      channel: choices.element(of: Self.channels),
      persona: conversation.persona,
      cost: Double(1 + choices.index(below: 500)) / 10_000,
      escalationTrigger: outcomeType == .escalationResult ? choices.element(of: Self.triggers) : nil
    )
  }

  private func content(
    of answer: CustomerAnswer,
    to action: AgentAction,
    in conversation: SimulatedConversation
  ) -> EventDraft.Content {
    switch answer.content {
    case .reply(let replyType):
      .reply(
        CustomerReply(
          conversationID: conversation.conversationID,
          replyType: replyType,
          inReplyTo: action.actionID,
          channel: action.channel,
          sentiment: replyType.sentiment
        )
      )
    case .stage(let stage):
      .stage(
        DealStage(
          conversationIDs: [conversation.conversationID],
          toStage: stage,
          fromStage: SimulatedConversation.stages[conversation.stageIndex],
          dealID: conversation.dealID,
          amount: conversation.dealAmount,
          currency: "EUR",
          repID: conversation.repID
        )
      )
    }
  }

  private mutating func send(
    _ content: EventDraft.Content,
    from tenant: SimulatedTenant,
    eventID: EventID,
    at instant: Timestamp
  ) {
    let draft = EventDraft(tenantID: tenant.tenantID, eventID: eventID, timestamp: instant, content: content)
    eventsSent += 1
    queue.send(draft, arrivingAt: instant + deliveryDelay())
    if choices.happens(plan.duplicateShare) {
      eventsSent += 1
      queue.send(draft, arrivingAt: instant + deliveryDelay())
    }
  }

  private mutating func deliveryDelay() -> TimeInterval {
    TimeInterval(microseconds: Int64(Double(plan.deliveryDelayMax.microseconds) * choices.unit()))
  }
}

extension ReplyType {
  fileprivate var sentiment: String? {
    switch self {
    case .reply, .meetingAttended, .escalationResolved: "positive"
    case .unclear, .meetingRescheduled: "neutral"
    case .autoReply, .bounce, .meetingNoShow: nil
    case .unsubscribe, .meetingDeclined, .escalationUnresolved: "negative"
    }
  }
}
