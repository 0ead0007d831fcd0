public import EventModel
public import PostgresClient

/// Marks every conversation of a tenant to be folded again, after a change of a setting that alters results.
public struct MarkTenantDue: PostgresStatement {
  private let tenantID: TenantID
  private let since: Timestamp

  public init(tenantID: TenantID, since: Timestamp) {
    self.tenantID = tenantID
    self.since = since
  }

  public static let sql = """
    INSERT INTO learning.due_conversations (tenant_id, conversation_state_id, reason, due_since)
    SELECT tenant_id, conversation_state_id, 'setting', $2 FROM learning.conversations WHERE tenant_id = $1
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenantID.uuid)
    parameters.append(PostgresTimestamp(since))
  }
}
