public import EventModel
public import PostgresClient

/// The action types of a tenant that have outcomes, in their order.
public struct ListActedTypes: PostgresStatement {
  public typealias Row = ActionType

  private let tenant: TenantID

  public init(of tenant: TenantID) {
    self.tenant = tenant
  }

  public static let sql = """
    SELECT action_type FROM learning.outcome_records
    WHERE tenant_id = $1 AND is_primary
    GROUP BY action_type
    ORDER BY action_type COLLATE "C"
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> ActionType {
    ActionType(try row.string())
  }
}
