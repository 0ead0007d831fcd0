public import EventModel
public import PostgresClient

/// A tenant's changes that wait for a person.
public struct ListProposals: PostgresStatement {
  public typealias Row = AdjustmentRow

  private let tenant: TenantID

  public init(of tenant: TenantID) {
    self.tenant = tenant
  }

  public static let sql = """
    SELECT \(AdjustmentRow.columns) FROM learning.calibration_adjustments
    WHERE tenant_id = $1 AND status = 'proposed'
    ORDER BY action_type COLLATE "C"
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> AdjustmentRow {
    try AdjustmentRow(&row)
  }
}
