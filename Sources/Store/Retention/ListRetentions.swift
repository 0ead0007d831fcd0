public import EventModel
public import PostgresClient
import SettingModel

/// The tenants that don't keep everything for ever, with their setting.
public struct ListRetentions: PostgresStatement {
  public struct Row: Sendable {
    public let tenantID: TenantID
    /// JSON text.
    public let value: String
  }

  public init() {}

  public static let sql = """
    SELECT tenant_id, value FROM learning.tenant_settings
    WHERE key = '\(RetentionSetting.months.rawValue)' AND value <> 'null'
    ORDER BY tenant_id
    """

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(tenantID: try row.identifier(), value: try row.json().text)
  }
}
