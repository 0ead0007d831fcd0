public import PostgresClient

/// Which of some conversations are erased.
public struct FindErasedConversations: PostgresStatement {
  public typealias Row = ConversationKey

  private let keys: [ConversationKey]

  public init(_ keys: some Sequence<ConversationKey>) {
    self.keys = Array(keys)
  }

  public static let sql = """
    SELECT wanted.tenant_id, wanted.conversation_state_id
    FROM unnest($1::uuid[], $2::uuid[]) AS wanted (tenant_id, conversation_state_id)
    JOIN learning.erased_conversations AS erased
      ON erased.tenant_id = wanted.tenant_id AND erased.conversation_hash
        = \(ErasedHash.sql(tenant: "wanted.tenant_id", id: "wanted.conversation_state_id"))
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> ConversationKey {
    try row.conversationKey()
  }
}
