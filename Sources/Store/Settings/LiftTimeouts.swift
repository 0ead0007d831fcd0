public import PostgresClient

/// Lets the statements of this transaction take as long as they need: marking millions of conversations is one of them.
public struct LiftTimeouts: PostgresStatement {
  public struct Row: Sendable {}

  public init() {}

  public static let sql =
    "SELECT set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true)"

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    _ = try row.string()
    _ = try row.string()
    return Row()
  }
}
