public import PostgresClient

/// Makes the rows that folds lock, where they are missing.
public struct RegisterConversations: PostgresStatement {
  private let keys: [ConversationKey]

  public init(_ keys: some Sequence<ConversationKey>) {
    self.keys = keys.sorted()
  }

  public static let sql = """
    INSERT INTO learning.conversations (tenant_id, conversation_state_id)
    SELECT * FROM unnest($1::uuid[], $2::uuid[])
    ON CONFLICT (tenant_id, conversation_state_id) DO NOTHING
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
  }
}
