public import Calibration
public import EventModel
public import PostgresClient

/// Notes which recalibration map of an action type is in force; the caller holds the state. A change of it is published.
public struct WriteMapVersion: PostgresStatement {
  private let key: CalibrationKey
  private let version: Int64?
  private let sampleCount: Int64
  private let now: Timestamp

  /// - Parameters:
  ///   - version: `nil` is none.
  ///   - sampleCount: the matured samples at the latest fit; 0 has the next look fit anew.
  public init(_ version: Int64?, of key: CalibrationKey, fittedAt sampleCount: Int64, now: Timestamp) {
    self.key = key
    self.version = version
    self.sampleCount = sampleCount
    self.now = now
  }

  public static let sql = """
    UPDATE learning.calibration_state AS state
    SET map_version = $3, map_sample_count = $4,
      revision = CASE WHEN state.map_version IS DISTINCT FROM $3::int8
        THEN \(StateRevision.sql(now: "$5", former: "state.revision")) ELSE state.revision END,
      updated_at = CASE WHEN state.map_version IS DISTINCT FROM $3::int8 THEN $5 ELSE state.updated_at END
    WHERE state.tenant_id = $1 AND state.action_type = $2
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.actionType.text)
    parameters.append(version)
    parameters.append(sampleCount)
    parameters.append(PostgresTimestamp(now))
  }
}
