public import Calibration
public import EventModel
public import PostgresClient

/// How action types stand that want a recalibration map, or have one: those of neither kind are left out.
public struct GatherMapStandings: PostgresStatement {
  public struct Row: Hashable, Sendable {
    public let key: CalibrationKey
    /// Whether the caller said that a map is wanted.
    public let isWanted: Bool
    /// The map in force; `nil` is none.
    public let version: Int64?
    /// The matured samples at the latest fit; 0 before the first.
    public let fittedSampleCount: Int64
    /// The matured samples there are; not counted where no map is wanted.
    public let maturedSampleCount: Int64?
  }

  private let keys: [CalibrationKey]
  private let isWanted: [Bool]
  private let now: Timestamp

  /// - Parameters:
  ///   - keys: with whether a map is wanted.
  ///   - now: samples whose windows end later aren't matured.
  public init(_ keys: [(key: CalibrationKey, isWanted: Bool)], asOf now: Timestamp) {
    self.keys = keys.map(\.key)
    isWanted = keys.map(\.isWanted)
    self.now = now
  }

  public static let sql = """
    SELECT state.tenant_id, state.action_type, wanted.is_wanted, state.map_version, state.map_sample_count,
      CASE WHEN wanted.is_wanted THEN (
        SELECT count(*) FROM learning.calibration_samples AS sample
        WHERE sample.tenant_id = state.tenant_id AND sample.action_type = state.action_type
          AND sample.state = 'present' AND sample.window_expires_at <= $4) END
    FROM unnest($1::uuid[], $2::text[], $3::bool[]) AS wanted (tenant_id, action_type, is_wanted)
    JOIN learning.calibration_state AS state USING (tenant_id, action_type)
    WHERE wanted.is_wanted OR state.map_version IS NOT NULL
    ORDER BY state.tenant_id, state.action_type
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
    parameters.append(isWanted)
    parameters.append(PostgresTimestamp(now))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      key: CalibrationKey(tenantID: try row.identifier(), actionType: ActionType(try row.string())),
      isWanted: try row.bool(),
      version: try row.optionalInt64(),
      fittedSampleCount: try row.int64(),
      maturedSampleCount: try row.optionalInt64()
    )
  }
}
