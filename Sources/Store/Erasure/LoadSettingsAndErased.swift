public import EventModel
public import PostgresClient

/// The settings of some tenants, and which of some conversations are erased: what has to be known before events are
/// recorded, in one statement. Send it after ``HoldSettings``, which an erasure excludes: then what it says holds until the
/// end of the transaction.
public struct LoadSettingsAndErased: PostgresStatement {
  public enum Row: Sendable {
    case setting(LoadSettings.Row)
    case erased(ConversationKey)
  }

  private let tenants: [TenantID]
  private let conversations: [ConversationKey]

  public init(of tenants: some Sequence<TenantID>, conversations: some Sequence<ConversationKey>) {
    self.tenants = Array(tenants)
    self.conversations = Array(conversations)
  }

  // Where these tenants have nothing erased, which is most often, no conversation is looked at.
  public static let sql = """
    SELECT tenant_id, key, value, updated_at, NULL::uuid AS conversation_state_id
    FROM learning.tenant_settings
    WHERE tenant_id = ANY ($1::uuid[])
    UNION ALL
    SELECT wanted.tenant_id, '', 'null'::jsonb, 'epoch'::timestamptz, wanted.conversation_state_id
    FROM unnest($2::uuid[], $3::uuid[]) AS wanted (tenant_id, conversation_state_id)
    WHERE EXISTS (SELECT FROM learning.erased_conversations WHERE tenant_id = ANY ($1::uuid[]))
      AND EXISTS (
        SELECT FROM learning.erased_conversations AS erased
        WHERE erased.tenant_id = wanted.tenant_id AND erased.conversation_hash
          = \(ErasedHash.sql(tenant: "wanted.tenant_id", id: "wanted.conversation_state_id")))
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenants.map(\.uuid))
    parameters.append(conversations)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let setting = LoadSettings.Row(
      tenantID: try row.identifier(),
      key: try row.string(),
      value: try row.json().text,
      updatedAt: try row.time()
    )
    guard let conversation: ConversationID = try row.optionalIdentifier() else { return .setting(setting) }
    return .erased(ConversationKey(tenantID: setting.tenantID, conversationID: conversation))
  }
}
