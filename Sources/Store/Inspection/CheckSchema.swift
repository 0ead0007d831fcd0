public import PostgresClient

/// Whether the newest table that this program needs is there.
public struct CheckSchema: PostgresStatement {
  public typealias Row = Bool

  public init() {}

  public static let sql = "SELECT to_regclass('learning.event_keys') IS NOT NULL"

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Bool {
    try row.bool()
  }
}
