public import EventModel
public import PostgresClient

/// What summaries of attribution read of the actions and stage changes of some conversations beside what the fold reads,
/// with the position of the conversation.
public struct LoadAttributionFacts: PostgresStatement {
  public struct Row: Sendable {
    /// Of the conversation, among those asked for.
    public let index: Int
    public let eventID: EventID
    /// `nil` where the event names none; so with the others.
    public let repID: String?
    public let channel: String?
    public let persona: String?
    /// What the deal is worth, of a stage change.
    public let amount: Double?
    public let currency: String?
    /// How many conversations the event concerns.
    public let conversationCount: Int
  }

  private let conversations: [DatedConversation]

  public init(_ conversations: [DatedConversation]) {
    self.conversations = conversations
  }

  public static let sql = """
    SELECT wanted.position, event.event_id, nullif(event.payload ->> 'rep_id', ''),
      nullif(event.payload ->> 'channel', ''), nullif(event.payload ->> 'persona', ''), event.payload ->> 'amount',
      nullif(event.payload ->> 'currency', ''), (
        SELECT 1 + count(*) FROM learning.event_conversations AS link
        WHERE link.tenant_id = event.tenant_id AND link.event_id = event.event_id
      )
    FROM \(DatedConversation.unnested) WITH ORDINALITY
      AS wanted (tenant_id, conversation_state_id, events_from, events_to, position)
    CROSS JOIN LATERAL (\(DatedConversation.events)) AS event
    WHERE event.event_type <> 'customer.reply'
    UNION ALL
    SELECT wanted.position, event.event_id, nullif(event.payload ->> 'rep_id', ''),
      nullif(event.payload ->> 'channel', ''), nullif(event.payload ->> 'persona', ''), event.payload ->> 'amount',
      nullif(event.payload ->> 'currency', ''), (
        SELECT 1 + count(*) FROM learning.event_conversations AS other
        WHERE other.tenant_id = event.tenant_id AND other.event_id = event.event_id
      )
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
    Row(
      index: Int(try row.int64()) - 1,
      eventID: try row.identifier(),
      repID: try row.optionalString(),
      channel: try row.optionalString(),
      persona: try row.optionalString(),
      // As text: a number too small for a double is 0 here, and an error to PostgreSQL.
      amount: try row.optionalString().flatMap(Double.init),
      currency: try row.optionalString(),
      conversationCount: Int(try row.int64())
    )
  }
}
