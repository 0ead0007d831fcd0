public import EventModel
public import PostgresClient

/// Takes a conversation out of the events that it shares with others.
public struct ReduceSharedEvents: PostgresStatement {
  public struct Reduction: Sendable {
    public let eventID: EventID
    /// The first of those that are left.
    public let conversationID: ConversationID
    /// JSON text.
    public let payload: String
    public let digest: ContentDigest

    public init(eventID: EventID, conversationID: ConversationID, payload: String, digest: ContentDigest) {
      self.eventID = eventID
      self.conversationID = conversationID
      self.payload = payload
      self.digest = digest
    }
  }

  private let tenant: TenantID
  private let reductions: [Reduction]

  public init(_ reductions: [Reduction], of tenant: TenantID) {
    self.tenant = tenant
    self.reductions = reductions
  }

  // The first conversation is the event's own, and has no link.
  public static let sql = """
    WITH reduced AS MATERIALIZED (
      SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::jsonb[], $5::bytea[])
        AS reduced (event_id, conversation_state_id, payload, content_digest)
    ), unlinked AS (
      DELETE FROM learning.event_conversations AS link
      USING reduced
      WHERE link.tenant_id = $1 AND link.event_id = reduced.event_id
        AND link.conversation_state_id = reduced.conversation_state_id
    ), former AS MATERIALIZED (
      SELECT key.event_id, key.conversation_state_id, key.occurred_at
      FROM reduced
      JOIN learning.event_keys AS key ON key.tenant_id = $1 AND key.event_id = reduced.event_id
    ), rekeyed AS (
      UPDATE learning.event_keys AS key SET conversation_state_id = reduced.conversation_state_id
      FROM reduced
      WHERE key.tenant_id = $1 AND key.event_id = reduced.event_id
    )
    UPDATE learning.events AS event
    SET conversation_state_id = reduced.conversation_state_id, payload = reduced.payload,
      content_digest = reduced.content_digest
    FROM former
    JOIN reduced USING (event_id)
    WHERE event.tenant_id = $1 AND event.conversation_state_id = former.conversation_state_id
      AND event.occurred_at = former.occurred_at AND event.event_id = former.event_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(reductions.map(\.eventID.uuid))
    parameters.append(reductions.map(\.conversationID.uuid))
    parameters.append(reductions.map { PostgresJSON(text: $0.payload) })
    parameters.append(reductions.map { PostgresBytes($0.digest.bytes) })
  }
}
