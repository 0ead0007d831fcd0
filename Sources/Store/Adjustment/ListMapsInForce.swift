public import Calibration
import EventModel
public import PostgresClient

/// The recalibration maps in force for some action types; those that have none are left out.
public struct ListMapsInForce: PostgresStatement {
  public typealias Row = MapRow

  private let keys: [CalibrationKey]

  public init(_ keys: some Sequence<CalibrationKey>) {
    self.keys = Array(keys)
  }

  public static let sql = """
    SELECT map.tenant_id, map.action_type, map.version, map.fitted_at, map.kind, map.map, map.sample_count,
      map.brier_before, map.brier_after
    FROM unnest($1::uuid[], $2::text[]) AS wanted (tenant_id, action_type)
    JOIN learning.calibration_state AS state USING (tenant_id, action_type)
    JOIN learning.calibration_maps AS map USING (tenant_id, action_type)
    WHERE map.version = state.map_version
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> MapRow {
    try MapRow(&row)
  }
}
