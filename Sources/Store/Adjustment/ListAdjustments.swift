public import EventModel
public import PostgresClient

/// The history of a tenant's corrections, the newest first: changes and proposals.
public struct ListAdjustments: PostgresStatement {
  public typealias Row = AdjustmentRow

  private let tenant: TenantID
  private let actionType: ActionType?
  private let countMax: Int

  /// - Parameter actionType: only this one; `nil` is all.
  public init(of tenant: TenantID, actionType: ActionType?, countMax: Int) {
    self.tenant = tenant
    self.actionType = actionType
    self.countMax = countMax
  }

  public static let sql = """
    SELECT \(AdjustmentRow.columns) FROM learning.calibration_adjustments
    WHERE tenant_id = $1 AND ($2::text IS NULL OR action_type = $2)
    ORDER BY decided_at DESC, proposed_at DESC, version DESC NULLS FIRST, adjustment_id
    LIMIT $3
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(actionType?.text)
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> AdjustmentRow {
    try AdjustmentRow(&row)
  }
}
