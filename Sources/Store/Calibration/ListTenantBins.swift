public import EventModel
public import PostgresClient

/// The bins of one tenant's action types, in order.
public struct ListTenantBins: PostgresStatement {
  public typealias Row = BinRow

  private let tenant: TenantID
  private let actionType: ActionType?

  /// - Parameter actionType: only this one; `nil` is all.
  public init(of tenant: TenantID, actionType: ActionType? = nil) {
    self.tenant = tenant
    self.actionType = actionType
  }

  public static let sql = """
    SELECT \(BinRow.columns) FROM learning.calibration_bins AS bin
    WHERE bin.tenant_id = $1 AND ($2::text IS NULL OR bin.action_type = $2)
    ORDER BY bin.action_type COLLATE "C", bin.bin_index
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(actionType?.text)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> BinRow {
    try BinRow(&row)
  }
}
