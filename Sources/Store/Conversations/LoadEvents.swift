import EventModel
public import PostgresClient
public import Resolution

/// Every event of some conversations, as the fold reads it, with the position of its conversation.
public struct LoadEvents: PostgresStatement {
  public struct Row: Sendable {
    public enum Body: Sendable {
      case action(RecordedAction)
      case reply(RecordedReply)
      case stage(RecordedStage)
    }

    /// Of the conversation, among those asked for.
    public let index: Int
    public let body: Body
  }

  private let conversations: [DatedConversation]

  public init(_ conversations: [DatedConversation]) {
    self.conversations = conversations
  }

  public static let sql = """
    SELECT wanted.position, event.event_type, event.event_id, event.occurred_at, event.action_id, event.action_type,
      event.predicted_confidence, event.outcome_types, event.deal_stage, event.calibration_version, event.reply_type,
      event.in_reply_to, event.to_stage, event.from_stage
    FROM \(DatedConversation.unnested) WITH ORDINALITY
      AS wanted (tenant_id, conversation_state_id, events_from, events_to, position)
    CROSS JOIN LATERAL (\(DatedConversation.events)) AS event
    UNION ALL
    SELECT wanted.position, event.event_type, event.event_id, event.occurred_at, event.action_id, event.action_type,
      event.predicted_confidence, event.outcome_types, event.deal_stage, event.calibration_version, event.reply_type,
      event.in_reply_to, event.to_stage, event.from_stage
    FROM \(DatedConversation.unnested) WITH ORDINALITY
      AS wanted (tenant_id, conversation_state_id, events_from, events_to, position)
    JOIN learning.event_conversations AS link USING (tenant_id, conversation_state_id)
    JOIN learning.event_keys AS key ON key.tenant_id = link.tenant_id AND key.event_id = link.event_id
    CROSS JOIN LATERAL (\(DatedConversation.eventOfKey)) AS event
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(conversations)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let index = Int(try row.int64()) - 1
    let type: EventType = try row.word()
    let eventID: EventID = try row.identifier()
    let timestamp = try row.time()
    let action = (
      id: try row.optionalString(), type: try row.optionalString(), confidence: try row.optionalDouble(),
      outcomeTypes: try row.optionalArray(of: String.self), stage: try row.optionalString(),
      calibrationVersion: try row.optionalInt64()
    )
    let reply = (type: try row.optionalWord(of: ReplyType.self), inReplyTo: try row.optionalString())
    let stage = (to: try row.optionalString(), from: try row.optionalString())
    switch type {
    case .agentAction:
      guard let typeName = action.type, let confidence = action.confidence else { throw incomplete(type) }
      let actionType = ActionType(typeName)
      let body = RecordedAction(
        eventID: eventID,
        timestamp: timestamp,
        actionID: ActionID(action.id ?? eventID.description),
        actionType: actionType,
        predictedConfidence: confidence,
        outcomeTypes: action.outcomeTypes?.compactMap(OutcomeType.init(rawValue:))
          ?? [OutcomeType.expected(of: actionType)],
        dealStage: action.stage.map(StageName.init),
        calibrationVersion: action.calibrationVersion
      )
      return Row(index: index, body: .action(body))
    case .customerReply:
      guard let replyType = reply.type else { throw incomplete(type) }
      let body = RecordedReply(
        eventID: eventID,
        timestamp: timestamp,
        replyType: replyType,
        inReplyTo: reply.inReplyTo.map(ActionID.init)
      )
      return Row(index: index, body: .reply(body))
    case .dealStage:
      guard let toStage = stage.to else { throw incomplete(type) }
      let body = RecordedStage(
        eventID: eventID,
        timestamp: timestamp,
        toStage: StageName(toStage),
        fromStage: stage.from.map(StageName.init)
      )
      return Row(index: index, body: .stage(body))
    case .calibrationUpdated, .calibrationAdjusted:
      throw incomplete(type)
    }
  }

  private static func incomplete(_ type: EventType) -> PostgresError {
    PostgresError(.decoding, "a recorded \(type.rawValue) lacks a column that its type needs")
  }
}
