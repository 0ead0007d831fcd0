public import PostgresClient

/// Locks the marks of conversations that the transaction holds, before it reads their history: the fold covers what each
/// of them stands for. Without this, marks of a conversation that is always busy would pile up before those of others.
public struct ClaimMarks: PostgresStatement {
  public typealias Row = ClaimDue.Row

  private let keys: [ConversationKey]

  public init(_ keys: [ConversationKey]) {
    self.keys = keys
  }

  public static let sql = """
    SELECT due.tenant_id, due.conversation_state_id, due.due_id, due.events_from, due.events_to
    FROM unnest($1::uuid[], $2::uuid[]) AS held (tenant_id, conversation_state_id)
    JOIN learning.due_conversations AS due USING (tenant_id, conversation_state_id)
    FOR UPDATE OF due SKIP LOCKED
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> ClaimDue.Row {
    try ClaimDue.decode(&row)
  }
}
