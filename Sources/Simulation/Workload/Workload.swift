import EventModel

/// The events of a ``WorkloadPlan`` in the order of their arrival, which is that of their times: the same plan gives the
/// same events, to the last byte. It holds no more than the conversations that go on.
public struct Workload: Sequence, IteratorProtocol, Sendable {
  private static let channels = ["email", "linkedin", "phone"]
  private static let personas = ["economic_buyer", "champion", "technical_evaluator", "end_user"]
  /// Between two actions of a conversation, and between an action and what follows from it, in events of the whole load.
  private static let actionGap = 100...900
  private static let answerGap = 20...700

  public let plan: WorkloadPlan
  private let tenants: [TenantID]
  private let frequencySum: Double
  private let conversationCount: Int
  private var openedCount = 0
  private var deliveredCount = 0
  private var block: WorkloadBlock
  private var choices: SeededGenerator
  private var names: SeededGenerator
  private var queue = DeliveryQueue()

  public init(_ plan: WorkloadPlan) {
    self.plan = plan
    tenants = plan.tenants
    frequencySum = ActionTypeTruth.salesAgent.reduce(0) { $0 + $1.frequency }
    let blockCount = (plan.eventCount + WorkloadBlock.eventCount - 1) / WorkloadBlock.eventCount
    conversationCount = blockCount * WorkloadBlock.conversationCount
    choices = SeededGenerator(seed: ~plan.seed)
    var mixer = SplitMix64(state: plan.seed)
    names = SeededGenerator(seed: mixer.next() ^ (plan.round &* 0x9E37_79B9_7F4A_7C15))
    block = WorkloadBlock(using: &choices)
  }

  /// The next event; `nil` when so many came as the plan has.
  public mutating func next() -> SimulatedEvent? {
    guard deliveredCount < plan.eventCount else { return nil }
    while openedCount < conversationCount, queue.nextInstant.map({ $0 >= opening }) ?? true { open() }
    guard let event = queue.receive(by: nil) else { return nil }
    deliveredCount += 1
    return event
  }

  /// When the next conversation begins: evenly, so that the load has its rate from beginning to end.
  private var opening: Timestamp {
    instant(Double(openedCount * WorkloadBlock.eventCount) / Double(WorkloadBlock.conversationCount))
  }

  /// The time of a place among the events.
  private func instant(_ place: Double) -> Timestamp {
    plan.start + TimeInterval(microseconds: Int64(place * Double(plan.gapMicroseconds)))
  }

  /// Begins a conversation, and sends all of its events on their way.
  private mutating func open() {
    if block.isEmpty { block = WorkloadBlock(using: &choices) }
    let mix = block.next()
    let start = Double(openedCount * WorkloadBlock.eventCount) / Double(WorkloadBlock.conversationCount)
    openedCount += 1
    let tenant = choices.element(of: tenants)
    let conversation = makeConversation()
    var place = start
    for isReplied in mix.replied {
      act(in: conversation, of: tenant, at: place, isReplied: isReplied)
      place += gap(Self.actionGap)
    }
    if mix.isStaged { moveDeal(of: conversation, of: tenant, at: place) }
  }

  private mutating func gap(_ range: ClosedRange<Int>) -> Double {
    // Fractions, so that two events seldom share an instant.
    Double(range.lowerBound + choices.index(below: range.count)) + choices.unit()
  }

  private mutating func makeConversation() -> SimulatedConversation {
    let conversationID = ConversationID(names.uuid())
    return SimulatedConversation(
      conversationID: conversationID,
      dealID: "deal-\(conversationID.description.prefix(8))",
      repID: "rep-\(choices.index(below: 4) + 1)",
      persona: choices.element(of: Self.personas),
      agent: choices.element(of: SimulatedAgent.all),
      dealAmount: Double(1000 + 500 * choices.index(below: 200)),
      stageIndex: choices.index(below: SimulatedConversation.stages.count - 1),
      actionsLeft: 0
    )
  }

  private mutating func act(
    in conversation: SimulatedConversation,
    of tenant: TenantID,
    at place: Double,
    isReplied: Bool
  ) {
    let truth = chooseActionType()
    let eventID = EventID(names.uuid())
    let isDeal = truth.outcomeType == .dealProgression
    let action = AgentAction(
      conversationID: conversation.conversationID,
      actionType: truth.actionType,
      predictedConfidence: truth.confidences.confidence(using: &choices),
      actionID: ActionID("act-\(eventID.description.prefix(18))"),
      outcomeTypes: [truth.outcomeType],
      dealID: conversation.dealID,
      dealStage: isDeal ? SimulatedConversation.stages[conversation.stageIndex] : nil,
      repID: conversation.repID,
      channel: choices.element(of: Self.channels),
      persona: conversation.persona,
      cost: Double(1 + choices.index(below: 500)) / 10_000
    )
    send(.action(action, conversation.agent), of: tenant, eventID: eventID, at: place)
    guard isReplied else { return }
    let succeeds = choices.happens(truth.successProbability(confidence: action.predictedConfidence))
    let replyType = Self.replyType(to: truth.outcomeType, succeeds: succeeds)
    let reply = CustomerReply(
      conversationID: conversation.conversationID,
      replyType: replyType,
      inReplyTo: action.actionID,
      channel: action.channel,
      sentiment: succeeds ? "positive" : "negative"
    )
    send(.reply(reply), of: tenant, eventID: EventID(names.uuid()), at: place + gap(Self.answerGap))
  }

  /// Four of five deals move forward; the fifth is lost.
  private mutating func moveDeal(of conversation: SimulatedConversation, of tenant: TenantID, at place: Double) {
    let stages = SimulatedConversation.stages
    let next = stages[Swift.min(conversation.stageIndex + 1, stages.count - 1)]
    let stage = DealStage(
      conversationIDs: [conversation.conversationID],
      toStage: choices.happens(0.8) ? next : StageName("closed_lost"),
      fromStage: stages[conversation.stageIndex],
      dealID: conversation.dealID,
      amount: conversation.dealAmount,
      currency: "EUR",
      repID: conversation.repID
    )
    send(.stage(stage), of: tenant, eventID: EventID(names.uuid()), at: place)
  }

  private mutating func send(_ content: EventDraft.Content, of tenant: TenantID, eventID: EventID, at place: Double) {
    let time = instant(place)
    queue.send(
      EventDraft(tenantID: tenant, eventID: eventID, timestamp: time, content: content),
      arrivingAt: time
    )
  }

  private mutating func chooseActionType() -> ActionTypeTruth {
    var position = choices.unit() * frequencySum
    let truths = ActionTypeTruth.salesAgent
    for truth in truths.dropLast() {
      if position < truth.frequency { return truth }
      position -= truth.frequency
    }
    return truths[truths.count - 1]
  }

  /// A reply to an action about a deal decides nothing, as its stages do (SEMANTICS section 2).
  private static func replyType(to outcomeType: OutcomeType, succeeds: Bool) -> ReplyType {
    switch outcomeType {
    case .emailEngagement: succeeds ? .reply : .unsubscribe
    case .meetingOutcome: succeeds ? .meetingAttended : .meetingDeclined
    case .escalationResult: succeeds ? .escalationResolved : .escalationUnresolved
    case .dealProgression: .reply
    }
  }
}
