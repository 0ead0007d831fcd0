public import Calibration
import EventModel
public import PostgresClient

/// Action types whose correction isn't what their history says: another version, other values, or a version that is
/// missing between. The first few, with their number.
public struct FindStrayStates: PostgresStatement {
  public struct Row: Sendable {
    public let key: CalibrationKey
    public let count: Int64
  }

  private let countMax: Int

  public init(countMax: Int) {
    self.countMax = countMax
  }

  public static let sql = """
    WITH history AS (
      SELECT tenant_id, action_type, count(*) AS version_count, max(version) AS version,
        (array_agg(scaling_after ORDER BY version DESC))[1] AS confidence_scaling,
        (array_agg(threshold_after ORDER BY version DESC))[1] AS escalation_threshold
      FROM learning.calibration_adjustments
      WHERE version IS NOT NULL
      GROUP BY tenant_id, action_type
    )
    SELECT tenant_id, action_type, count(*) OVER ()
    FROM learning.calibration_state AS state
    FULL JOIN history USING (tenant_id, action_type)
    WHERE coalesce(state.version, -1) <> coalesce(history.version, 0)
      OR coalesce(history.version_count, 0) <> coalesce(history.version, 0)
      OR state.confidence_scaling <> coalesce(history.confidence_scaling, \(Correction.initial.confidenceScaling))
      OR state.escalation_threshold <> coalesce(history.escalation_threshold, \(Correction.initial.escalationThreshold))
    ORDER BY tenant_id, action_type
    LIMIT $1
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let key = CalibrationKey(tenantID: try row.identifier(), actionType: ActionType(try row.string()))
    return Row(key: key, count: try row.int64())
  }
}
