extension PayloadReader {
  /// The most conversations that one deal.stage may concern.
  static let conversationCountMax = 50

  /// Reads the payload of an event type (CONTRACT section 1, "Payloads").
  func body(eventType: EventType, eventID: EventID) throws(Refusal) -> EventBody {
    switch eventType {
    case .agentAction: .agentAction(try agentAction(eventID: eventID))
    case .customerReply: .customerReply(try customerReply())
    case .dealStage: .dealStage(try dealStage())
    case .calibrationUpdated: .calibrationUpdated(try calibrationUpdate())
    case .calibrationAdjusted: .calibrationAdjusted(try calibrationAdjustment())
    }
  }

  private func agentAction(eventID: EventID) throws(Refusal) -> AgentAction {
    let conversationID: ConversationID = try required("conversation_state_id", identifier("conversation_state_id"))
    let actionType = try actionType()
    try checkObject("metadata")
    return AgentAction(
      conversationID: conversationID,
      actionType: actionType,
      predictedConfidence: try required("predicted_confidence", probability("predicted_confidence")),
      actionID: ActionID(try text("action_id", scalarCountMax: TextLimit.actionIDScalars) ?? eventID.description),
      outcomeTypes: try outcomeTypes() ?? [OutcomeType.expected(of: actionType)],
      dealID: try text("deal_id", scalarCountMax: TextLimit.identifierScalars),
      dealStage: try stageName("deal_stage"),
      repID: try text("rep_id", scalarCountMax: TextLimit.identifierScalars),
      channel: try text("channel"),
      persona: try text("persona"),
      cost: try double("cost"),
      calibrationVersion: try integer("calibration_version", in: 0...Int64.max),
      escalationTrigger: try text("escalation_trigger")
    )
  }

  private func customerReply() throws(Refusal) -> CustomerReply {
    try checkObject("metadata")
    return CustomerReply(
      conversationID: try required("conversation_state_id", identifier("conversation_state_id")),
      replyType: try choice("reply_type") ?? .reply,
      inReplyTo: try text("in_reply_to", scalarCountMax: TextLimit.actionIDScalars).map { ActionID($0) },
      channel: try text("channel"),
      sentiment: try sentiment()
    )
  }

  private func dealStage() throws(Refusal) -> DealStage {
    try checkObject("metadata")
    return DealStage(
      conversationIDs: try conversationIDs(),
      toStage: try required("to_stage", stageName("to_stage")),
      fromStage: try stageName("from_stage"),
      dealID: try text("deal_id", scalarCountMax: TextLimit.identifierScalars),
      amount: try double("amount"),
      currency: try text("currency"),
      repID: try text("rep_id", scalarCountMax: TextLimit.identifierScalars)
    )
  }

  func actionType() throws(Refusal) -> ActionType {
    ActionType(try required("action_type", text("action_type", scalarCountMax: TextLimit.actionTypeScalars)))
  }

  /// The expected outcome types; `nil` where the event names none.
  private func outcomeTypes() throws(Refusal) -> [OutcomeType]? {
    let name = "outcome_types"
    guard let elements = try elements(name) else { return nil }
    guard !elements.isEmpty else { throw .invalid(Self.path(name), "must not be an empty array") }
    var types: [OutcomeType] = []
    for element in elements {
      guard case .string(let text) = element, let type = OutcomeType(rawValue: text) else {
        throw .invalid(Self.path(name), "must list only \(Self.names(of: OutcomeType.self))")
      }
      guard !types.contains(type) else { throw .invalid(Self.path(name), "must not name an outcome type twice") }
      types.append(type)
    }
    return types
  }

  /// The contract leaves its form open; agents send a word or a score.
  private func sentiment() throws(Refusal) -> String? {
    if case .number(let number) = value("sentiment"), number.text.utf8.count <= TextLimit.otherScalars {
      return number.text
    }
    return try text("sentiment")
  }

  /// The union of both fields, in ascending order.
  private func conversationIDs() throws(Refusal) -> [ConversationID] {
    let name = "conversation_state_ids"
    var identifiers: Set<ConversationID> = []
    if let identifier: ConversationID = try identifier("conversation_state_id") { identifiers.insert(identifier) }
    for element in try elements(name) ?? [] {
      guard case .string(let text) = element, let identifier = ConversationID(text: text) else {
        throw .invalid(Self.path(name), "must list only UUIDs of 36 characters")
      }
      identifiers.insert(identifier)
    }
    guard !identifiers.isEmpty else { throw .missing(Self.path("conversation_state_id")) }
    guard identifiers.count <= Self.conversationCountMax else {
      throw .invalid(Self.path(name), "may name at most \(Self.conversationCountMax) conversations")
    }
    return identifiers.sorted()
  }
}
