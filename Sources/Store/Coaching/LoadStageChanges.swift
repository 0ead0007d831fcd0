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

  private let conversations: [ConversationKey]

  public init(in conversations: [ConversationKey]) {
    self.conversations = conversations
  }

  public static let sql = """
    SELECT wanted.position, event.event_id, event.occurred_at, event.to_stage, event.from_stage
    FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS wanted (tenant_id, conversation_state_id, position)
    JOIN learning.events AS event USING (tenant_id, conversation_state_id)
    WHERE event.event_type = 'deal.stage'
    UNION ALL
    SELECT wanted.position, event.event_id, event.occurred_at, event.to_stage, event.from_stage
    FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS wanted (tenant_id, conversation_state_id, position)
    JOIN learning.event_conversations AS link USING (tenant_id, conversation_state_id)
    JOIN learning.events AS event ON event.tenant_id = link.tenant_id AND event.event_id = link.event_id
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
