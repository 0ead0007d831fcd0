public import Calibration
public import PostgresClient

/// Locks the states of some action types, in the order of their keys, and passes over those that somebody else holds.
public struct ClaimStates: PostgresStatement {
  public typealias Row = StateRow

  private let keys: [CalibrationKey]

  public init(_ keys: some Sequence<CalibrationKey>) {
    self.keys = keys.sorted()
  }

  public static let sql = """
    SELECT \(StateRow.columns)
    FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS wanted (tenant_id, action_type, position)
    JOIN learning.calibration_state AS state USING (tenant_id, action_type)
    ORDER BY wanted.position
    FOR UPDATE OF state SKIP LOCKED
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> StateRow {
    try StateRow(&row)
  }
}
