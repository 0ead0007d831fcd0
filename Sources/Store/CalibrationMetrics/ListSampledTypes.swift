public import EventModel
public import PostgresClient

/// The action types of a tenant that have samples, or had some, in their order.
public struct ListSampledTypes: PostgresStatement {
  public typealias Row = ActionType

  private let tenant: TenantID

  public init(of tenant: TenantID) {
    self.tenant = tenant
  }

  public static let sql = """
    SELECT action_type FROM learning.calibration_bins
    WHERE tenant_id = $1 AND bin_index = 0
    ORDER BY action_type COLLATE "C"
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> ActionType {
    ActionType(try row.string())
  }
}
