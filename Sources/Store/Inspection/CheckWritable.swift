public import PostgresClient

/// Whether the server takes writes from this session.
public struct CheckWritable: PostgresStatement {
  public struct Row: Hashable, Sendable {
    /// The server is a standby, or still replays its log.
    public let isInRecovery: Bool
    /// Transactions begin read-only, by a setting of the server, the database or the role.
    public let isReadOnly: Bool
  }

  public init() {}

  public static let sql = "SELECT pg_is_in_recovery(), current_setting('transaction_read_only')::boolean"

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(isInRecovery: try row.bool(), isReadOnly: try row.bool())
  }
}
