public import Calibration
import EventModel
public import PostgresClient

/// The open proposal of one action type.
public struct FindProposal: PostgresStatement {
  public typealias Row = AdjustmentRow

  private let key: CalibrationKey

  public init(_ key: CalibrationKey) {
    self.key = key
  }

  public static let sql = """
    SELECT \(AdjustmentRow.columns) FROM learning.calibration_adjustments
    WHERE tenant_id = $1 AND action_type = $2 AND status = 'proposed'
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.actionType.text)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> AdjustmentRow {
    try AdjustmentRow(&row)
  }
}
