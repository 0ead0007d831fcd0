public import Calibration
import EventModel
public import PostgresClient

/// Locks the state of one action type, and waits for whoever holds it.
public struct LockState: PostgresStatement {
  public typealias Row = StateRow

  private let key: CalibrationKey

  public init(_ key: CalibrationKey) {
    self.key = key
  }

  public static let sql = """
    SELECT \(StateRow.columns) FROM learning.calibration_state AS state
    WHERE state.tenant_id = $1 AND state.action_type = $2
    FOR UPDATE
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.actionType.text)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> StateRow {
    try StateRow(&row)
  }
}
