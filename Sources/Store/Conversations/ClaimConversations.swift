public import PostgresClient

/// Locks conversations until the end of the transaction, and returns those that nobody else holds.
///
/// Locked means busy, not absent: what is not returned must be left, or marked, due.
public struct ClaimConversations: PostgresStatement {
  public typealias Row = DatedConversation

  private let keys: [ConversationKey]

  public init(_ keys: some Sequence<ConversationKey>) {
    self.keys = keys.sorted()
  }

  public static let sql = """
    SELECT held.tenant_id, held.conversation_state_id, held.events_from, held.events_to
    FROM unnest($1::uuid[], $2::uuid[]) AS wanted (tenant_id, conversation_state_id)
    JOIN learning.conversations AS held USING (tenant_id, conversation_state_id)
    FOR UPDATE OF held SKIP LOCKED
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> DatedConversation {
    try row.datedConversation()
  }
}
