public import Calibration
import EventModel
public import PostgresClient

/// The next page of action types that have samples, in the order of their keys.
public struct PageCalibrationKeys: PostgresStatement {
  public typealias Row = CalibrationKey

  private let last: CalibrationKey?
  private let countMax: Int

  public init(after last: CalibrationKey?, countMax: Int) {
    self.last = last
    self.countMax = countMax
  }

  public static let sql = """
    SELECT tenant_id, action_type FROM learning.calibration_bins
    WHERE bin_index = 0 AND ($1::uuid IS NULL OR (tenant_id, action_type) > ($1, $2::text))
    ORDER BY tenant_id, action_type
    LIMIT $3
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(last?.tenantID.uuid)
    parameters.append(last?.actionType.text)
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> CalibrationKey {
    CalibrationKey(tenantID: try row.identifier(), actionType: ActionType(try row.string()))
  }
}
