public import EventModel
public import PostgresClient

/// Returns one setting of one tenant to its default.
public struct RemoveSetting: PostgresStatement {
  private let tenantID: TenantID
  private let key: String

  public init(tenantID: TenantID, key: String) {
    self.tenantID = tenantID
    self.key = key
  }

  public static let sql = "DELETE FROM learning.tenant_settings WHERE tenant_id = $1 AND key = $2"

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenantID.uuid)
    parameters.append(key)
  }
}
