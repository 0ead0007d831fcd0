public import EventModel
public import PostgresClient

/// Marks conversations to be folded again. Only adds rows, so it waits for nobody.
public struct MarkDue: PostgresStatement {
  private let keys: [ConversationKey]
  private let reason: DueReason
  private let since: Timestamp

  public init(_ keys: some Sequence<ConversationKey>, reason: DueReason, since: Timestamp) {
    self.keys = Array(keys)
    self.reason = reason
    self.since = since
  }

  public static let sql = """
    INSERT INTO learning.due_conversations (tenant_id, conversation_state_id, reason, due_since)
    SELECT tenant_id, conversation_state_id, $3, $4
    FROM unnest($1::uuid[], $2::uuid[]) AS due (tenant_id, conversation_state_id)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
    parameters.append(reason.rawValue)
    parameters.append(PostgresTimestamp(since))
  }
}
