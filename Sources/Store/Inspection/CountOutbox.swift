public import PostgresClient

/// Rows of the outbox that aren't published yet, of all tenants.
public struct CountOutbox: PostgresStatement {
  public typealias Row = Int64

  public init() {}

  public static let sql = "SELECT coalesce(sum(message_count), 0) FROM learning.outbox"

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 {
    try row.int64()
  }
}
