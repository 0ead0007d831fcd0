public import PostgresClient

/// Makes the rows that folds lock, where they are missing, and returns all that this transaction now holds: those that it
/// made, and those that nobody else holds.
///
/// Locked means busy, not absent, and so does one that somebody else made at this moment: what is not returned must be
/// marked due.
public struct EnterConversations: PostgresStatement {
  public typealias Row = ConversationKey

  private let keys: [ConversationKey]

  public init(_ keys: some Sequence<ConversationKey>) {
    self.keys = keys.sorted()
  }

  // What is made here isn't seen by the second part, and needs no lock: nobody sees it before the commit.
  public static let sql = """
    WITH wanted AS MATERIALIZED (
      SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS wanted (tenant_id, conversation_state_id)
    ), made AS (
      INSERT INTO learning.conversations (tenant_id, conversation_state_id)
      SELECT tenant_id, conversation_state_id FROM wanted
      ON CONFLICT (tenant_id, conversation_state_id) DO NOTHING
      RETURNING tenant_id, conversation_state_id
    ), held AS (
      SELECT held.tenant_id, held.conversation_state_id
      FROM wanted
      JOIN learning.conversations AS held USING (tenant_id, conversation_state_id)
      FOR UPDATE OF held SKIP LOCKED
    )
    SELECT tenant_id, conversation_state_id FROM made
    UNION ALL
    SELECT tenant_id, conversation_state_id FROM held
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> ConversationKey {
    try row.conversationKey()
  }
}
