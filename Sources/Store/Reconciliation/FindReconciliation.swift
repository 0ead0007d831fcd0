public import EventModel
public import PostgresClient

/// Whether samples may have been forgotten, and when that was last looked for; no row where no Redis server was noted.
public struct FindReconciliation: PostgresStatement {
  public struct Row: Sendable {
    /// Signs that something was forgotten.
    public let signCount: Int64
    /// Those of them after which everything was looked over.
    public let healedCount: Int64
    /// When the last complete look over all outcomes began; `nil` before the first.
    public let reconciledAt: Timestamp?
  }

  public init() {}

  public static let sql = "SELECT sign_count, healed_count, reconciled_at FROM learning.redis_incarnation"

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(signCount: try row.int64(), healedCount: try row.int64(), reconciledAt: try row.optionalTime())
  }
}
