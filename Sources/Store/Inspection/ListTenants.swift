public import EventModel
public import PostgresClient

/// Every tenant that has a conversation, by as many steps through the index as there are tenants.
public struct ListTenants: PostgresStatement {
  public typealias Row = TenantID

  public init() {}

  public static let sql = """
    WITH RECURSIVE tenant (tenant_id) AS (
      (SELECT tenant_id FROM learning.conversations ORDER BY tenant_id LIMIT 1)
      UNION ALL
      SELECT (
        SELECT conversation.tenant_id
        FROM learning.conversations AS conversation
        WHERE conversation.tenant_id > tenant.tenant_id
        ORDER BY conversation.tenant_id
        LIMIT 1
      )
      FROM tenant
      WHERE tenant.tenant_id IS NOT NULL
    )
    SELECT tenant_id FROM tenant WHERE tenant_id IS NOT NULL
    """

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> TenantID {
    try row.identifier()
  }
}
