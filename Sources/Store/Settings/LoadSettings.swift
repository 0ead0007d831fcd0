public import EventModel
public import PostgresClient

/// The settings of some tenants.
public struct LoadSettings: PostgresStatement {
  public struct Row: Sendable {
    public let tenantID: TenantID
    public let key: String
    /// JSON text.
    public let value: String
    public let updatedAt: Timestamp
  }

  private let tenants: [TenantID]

  public init(_ tenants: some Sequence<TenantID>) {
    self.tenants = Array(tenants)
  }

  public static let sql = """
    SELECT tenant_id, key, value, updated_at FROM learning.tenant_settings
    WHERE tenant_id = ANY ($1::uuid[]) ORDER BY tenant_id, key
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenants.map(\.uuid))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      tenantID: try row.identifier(),
      key: try row.string(),
      value: try row.json().text,
      updatedAt: try row.time()
    )
  }
}
