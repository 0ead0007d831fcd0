public import PostgresClient

/// Locks states that Redis doesn't have as they are, and that nobody else is publishing.
public struct ClaimUnpublished: PostgresStatement {
  public typealias Row = StateRow

  private let countMax: Int

  public init(countMax: Int) {
    self.countMax = countMax
  }

  public static let sql = """
    SELECT \(StateRow.columns) FROM learning.calibration_state AS state
    WHERE state.published_revision < state.revision
    ORDER BY state.updated_at
    LIMIT $1
    FOR UPDATE SKIP LOCKED
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> StateRow {
    try StateRow(&row)
  }
}
