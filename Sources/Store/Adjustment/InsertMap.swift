public import Calibration
public import EventModel
public import PostgresClient

/// Adds the next version of an action type's recalibration map, unless the one in force is the same; the caller holds
/// the state. Returns the version that was added.
public struct InsertMap: PostgresStatement {
  public typealias Row = Int64

  private let key: CalibrationKey
  private let fit: Recalibration
  private let now: Timestamp

  public init(_ fit: Recalibration, of key: CalibrationKey, now: Timestamp) {
    self.key = key
    self.fit = fit
    self.now = now
  }

  public static let sql = """
    INSERT INTO learning.calibration_maps (
      tenant_id, action_type, version, fitted_at, kind, map, sample_count, brier_before, brier_after)
    SELECT $1::uuid, $2::text, 1 + coalesce((
        SELECT max(version) FROM learning.calibration_maps WHERE tenant_id = $1 AND action_type = $2), 0),
      $3::timestamptz, $4::text, $5::jsonb, $6::int8, $7::float8, $8::float8
    WHERE NOT EXISTS (
      SELECT FROM learning.calibration_state AS state
      JOIN learning.calibration_maps AS map USING (tenant_id, action_type)
      WHERE state.tenant_id = $1 AND state.action_type = $2 AND map.version = state.map_version AND map.map = $5)
    RETURNING version
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.actionType.text)
    parameters.append(PostgresTimestamp(now))
    parameters.append(fit.map.kind)
    parameters.append(PostgresJSON(text: JSONText.compact(fit.map.json)))
    parameters.append(fit.sampleCount)
    parameters.append(fit.brierBefore)
    parameters.append(fit.brierAfter)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 {
    try row.int64()
  }
}
