public import PostgresClient

/// Whether any change of a roll-up waits: what an idle loop asks, in one round trip and without a lock.
public struct CheckRollupChanges: PostgresStatement {
  public typealias Row = Bool

  public init() {}

  public static let sql = "SELECT EXISTS (SELECT FROM learning.rollup_changes)"

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Bool {
    try row.bool()
  }
}
