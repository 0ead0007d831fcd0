public import EventModel
public import PostgresClient

/// What is in force for a tenant's action types, in their order.
public struct ListStates: PostgresStatement {
  public typealias Row = StateRow

  private let tenant: TenantID
  private let actionType: ActionType?

  /// - Parameter actionType: only this one; `nil` is all.
  public init(of tenant: TenantID, actionType: ActionType? = nil) {
    self.tenant = tenant
    self.actionType = actionType
  }

  public static let sql = """
    SELECT \(StateRow.columns) FROM learning.calibration_state AS state
    WHERE state.tenant_id = $1 AND ($2::text IS NULL OR state.action_type = $2)
    ORDER BY state.action_type COLLATE "C"
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(actionType?.text)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> StateRow {
    try StateRow(&row)
  }
}
