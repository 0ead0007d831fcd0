import EventModel
public import PostgresClient
public import Resolution

/// The stage changes of some conversations, with the position of the conversation.
public struct LoadStageChanges: PostgresStatement {
  public struct Row: Sendable {
    /// Of the conversation, among those asked for.
    public let index: Int
    public let stage: RecordedStage
  }

  private let conversations: [DatedConversation]

  public init(in conversations: [DatedConversation]) {
    self.conversations = conversations
  }

  public static let sql = """
    SELECT wanted.position, event.event_id, event.occurred_at, event.to_stage, event.from_stage
    FROM \(DatedConversation.unnested) WITH ORDINALITY
      AS wanted (tenant_id, conversation_state_id, events_from, events_to, position)
    CROSS JOIN LATERAL (\(DatedConversation.events)) AS event
    WHERE event.event_type = 'deal.stage'
    UNION ALL
    SELECT wanted.position, event.event_id, event.occurred_at, event.to_stage, event.from_stage
    FROM \(DatedConversation.unnested) WITH ORDINALITY
      AS wanted (tenant_id, conversation_state_id, events_from, events_to, position)
    JOIN learning.event_conversations AS link USING (tenant_id, conversation_state_id)
    JOIN learning.event_keys AS key ON key.tenant_id = link.tenant_id AND key.event_id = link.event_id
    CROSS JOIN LATERAL (\(DatedConversation.eventOfKey)) AS event
    WHERE event.event_type = 'deal.stage'
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(conversations)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let index = Int(try row.int64()) - 1
    let (eventID, time): (EventID, Timestamp) = (try row.identifier(), try row.time())
    let toStage = StageName(try row.string())
    let fromStage = try row.optionalString().map { StageName($0) }
    return Row(
      index: index,
      stage: RecordedStage(eventID: eventID, timestamp: time, toStage: toStage, fromStage: fromStage)
    )
  }
}
