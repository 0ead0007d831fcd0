public import EventModel
import FoundationEssentials
public import PostgresClient

/// One event id among some tenants: what is recorded about the event beside its payload.
public struct FindEvent: PostgresStatement {
  public struct Row: Sendable {
    public let key: EventKey
    public let eventType: EventType
    public let occurredAt: Timestamp
    public let recordedAt: Timestamp
    /// The optional fields of the envelope: a JSON object; `nil` where none was given.
    public let envelope: String?
    /// Every conversation that the event concerns; the first is the one that its row names.
    public let conversations: [ConversationKey]
  }

  private let id: EventID
  private let tenants: [TenantID]

  public init(_ id: EventID, in tenants: [TenantID]) {
    self.id = id
    self.tenants = tenants
  }

  public static let sql = """
    SELECT event.tenant_id, event.event_id, event.event_type, event.occurred_at, event.recorded_at, event.envelope,
      event.conversation_state_id,
      ARRAY(
        SELECT link.conversation_state_id
        FROM learning.event_conversations AS link
        WHERE link.tenant_id = event.tenant_id AND link.event_id = event.event_id
        ORDER BY link.conversation_state_id
      )
    FROM unnest($2::uuid[]) AS tenant (tenant_id)
    JOIN learning.event_keys AS key ON key.tenant_id = tenant.tenant_id AND key.event_id = $1::uuid
    JOIN learning.events AS event ON \(EventKey.isOfKey)
    ORDER BY event.tenant_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(id.uuid)
    parameters.append(tenants.map(\.uuid))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let key = try row.eventKey()
    let eventType: EventType = try row.word()
    let occurredAt = try row.time()
    let recordedAt = try row.time()
    let envelope = try row.optionalJSON()?.text
    let first = try row.uuid()
    let conversations = [first] + (try row.uuidArray())
    return Row(
      key: key,
      eventType: eventType,
      occurredAt: occurredAt,
      recordedAt: recordedAt,
      envelope: envelope,
      conversations: conversations.map {
        ConversationKey(tenantID: key.tenantID, conversationID: ConversationID($0))
      }
    )
  }
}
