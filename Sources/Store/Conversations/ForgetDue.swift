public import PostgresClient

/// Removes marks that were claimed, in the transaction that wrote the fold.
public struct ForgetDue: PostgresStatement {
  private let claimed: [ClaimDue.Row]

  public init(_ claimed: [ClaimDue.Row]) {
    self.claimed = claimed
  }

  public static let sql = """
    DELETE FROM learning.due_conversations AS due
    USING unnest($1::uuid[], $2::uuid[], $3::int8[]) AS claimed (tenant_id, conversation_state_id, due_id)
    WHERE due.tenant_id = claimed.tenant_id AND due.conversation_state_id = claimed.conversation_state_id
      AND due.due_id = claimed.due_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(claimed.map(\.key))
    parameters.append(claimed.map(\.dueID))
  }
}
