import EventModel
public import PostgresClient

/// Makes the rows that folds lock, where they are missing, and returns all that this transaction now holds: those that it
/// made, and those that nobody else holds.
///
/// Locked means busy, not absent, and so does one that somebody else made at this moment: what is not returned must be
/// marked due.
public struct EnterConversations: PostgresStatement {
  public typealias Row = DatedConversation

  private let conversations: [DatedConversation]

  /// - Parameter conversations: each once, with the months of the events that it is entered for. A new row has these; one
  ///   that was there keeps its own, and whoever holds it widens it.
  public init(_ conversations: some Sequence<DatedConversation>) {
    self.conversations = conversations.sorted { $0.key < $1.key }
  }

  // What is made here isn't seen by the second part, and needs no lock: nobody sees it before the commit.
  public static let sql = """
    WITH wanted AS MATERIALIZED (
      SELECT * FROM \(DatedConversation.unnested)
        AS wanted (tenant_id, conversation_state_id, events_from, events_to)
    ), made AS (
      INSERT INTO learning.conversations (tenant_id, conversation_state_id, events_from, events_to)
      SELECT tenant_id, conversation_state_id, events_from, events_to FROM wanted
      ON CONFLICT (tenant_id, conversation_state_id) DO NOTHING
      RETURNING tenant_id, conversation_state_id, events_from, events_to
    ), held AS (
      SELECT held.tenant_id, held.conversation_state_id, held.events_from, held.events_to
      FROM wanted
      JOIN learning.conversations AS held USING (tenant_id, conversation_state_id)
      FOR UPDATE OF held SKIP LOCKED
    )
    SELECT tenant_id, conversation_state_id, events_from, events_to FROM made
    UNION ALL
    SELECT tenant_id, conversation_state_id, events_from, events_to FROM held
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(rows: conversations)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> DatedConversation {
    try row.datedConversation()
  }
}
