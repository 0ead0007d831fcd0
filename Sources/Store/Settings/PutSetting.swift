public import EventModel
public import PostgresClient

/// Writes one setting of one tenant.
public struct PutSetting: PostgresStatement {
  private let tenantID: TenantID
  private let key: String
  private let value: String
  private let now: Timestamp

  /// - Parameter value: JSON text that was checked against the key's type and bounds.
  public init(tenantID: TenantID, key: String, value: String, now: Timestamp) {
    self.tenantID = tenantID
    self.key = key
    self.value = value
    self.now = now
  }

  public static let sql = """
    INSERT INTO learning.tenant_settings (tenant_id, key, value, updated_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (tenant_id, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenantID.uuid)
    parameters.append(key)
    parameters.append(PostgresJSON(text: value))
    parameters.append(PostgresTimestamp(now))
  }
}
