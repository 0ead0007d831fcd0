/// `agent.action`: what the agent did, and how sure it was.
public struct AgentAction: Hashable, Sendable {
  public let conversationID: ConversationID
  public let actionType: ActionType
  /// In [0, 1]; a statement about the primary outcome.
  public let predictedConfidence: Double
  public let actionID: ActionID
  /// Not empty, no repeats; the first is the primary one. Already the default where the event names none.
  public let outcomeTypes: [OutcomeType]
  public let dealID: String?
  public let dealStage: StageName?
  public let repID: String?
  public let channel: String?
  public let persona: String?
  public let cost: Double?
  /// The version of the calibration state that the agent acted under.
  public let calibrationVersion: Int64?
  public let escalationTrigger: String?

  public init(
    conversationID: ConversationID,
    actionType: ActionType,
    predictedConfidence: Double,
    actionID: ActionID,
    outcomeTypes: [OutcomeType],
    dealID: String? = nil,
    dealStage: StageName? = nil,
    repID: String? = nil,
    channel: String? = nil,
    persona: String? = nil,
    cost: Double? = nil,
    calibrationVersion: Int64? = nil,
    escalationTrigger: String? = nil
  ) {
    self.conversationID = conversationID
    self.actionType = actionType
    self.predictedConfidence = predictedConfidence
    self.actionID = actionID
    self.outcomeTypes = outcomeTypes
    self.dealID = dealID
    self.dealStage = dealStage
    self.repID = repID
    self.channel = channel
    self.persona = persona
    self.cost = cost
    self.calibrationVersion = calibrationVersion
    self.escalationTrigger = escalationTrigger
  }
}

/// `customer.reply`: what the customer answered.
public struct CustomerReply: Hashable, Sendable {
  public let conversationID: ConversationID
  public let replyType: ReplyType
  /// The action that is answered; the whole conversation where absent.
  public let inReplyTo: ActionID?
  public let channel: String?
  public let sentiment: String?

  public init(
    conversationID: ConversationID,
    replyType: ReplyType,
    inReplyTo: ActionID? = nil,
    channel: String? = nil,
    sentiment: String? = nil
  ) {
    self.conversationID = conversationID
    self.replyType = replyType
    self.inReplyTo = inReplyTo
    self.channel = channel
    self.sentiment = sentiment
  }
}

/// `deal.stage`: a deal moved.
public struct DealStage: Hashable, Sendable {
  /// 1 to 50 conversations in ascending order, no repeats: each is concerned.
  public let conversationIDs: [ConversationID]
  public let toStage: StageName
  public let fromStage: StageName?
  public let dealID: String?
  public let amount: Double?
  public let currency: String?
  public let repID: String?

  public init(
    conversationIDs: [ConversationID],
    toStage: StageName,
    fromStage: StageName? = nil,
    dealID: String? = nil,
    amount: Double? = nil,
    currency: String? = nil,
    repID: String? = nil
  ) {
    self.conversationIDs = conversationIDs
    self.toStage = toStage
    self.fromStage = fromStage
    self.dealID = dealID
    self.amount = amount
    self.currency = currency
    self.repID = repID
  }
}
