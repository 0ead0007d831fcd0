public import EventModel
public import PostgresClient

/// Removes conversions whose signal shares no credit any more.
public struct DeleteConversions: PostgresStatement {
  private let deletions: [(conversation: ConversationKey, signal: EventID)]

  public init(_ deletions: [(conversation: ConversationKey, signal: EventID)]) {
    self.deletions = deletions
  }

  public static let sql = """
    DELETE FROM learning.conversions AS conversion
    USING unnest($1::uuid[], $2::uuid[], $3::uuid[])
      AS deletion (tenant_id, conversation_state_id, signal_event_id)
    WHERE conversion.tenant_id = deletion.tenant_id
      AND conversion.conversation_state_id = deletion.conversation_state_id
      AND conversion.signal_event_id = deletion.signal_event_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(deletions.map(\.conversation))
    parameters.append(deletions.map(\.signal.uuid))
  }
}
