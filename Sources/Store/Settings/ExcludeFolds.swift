public import PostgresClient

/// Waits until no fold is in progress and keeps others from beginning: what follows in the transaction is seen by every
/// later fold, and every earlier one has ended.
public struct ExcludeFolds: PostgresStatement {
  public struct Row: Sendable {}

  public init() {}

  public static let sql = "SELECT true FROM pg_advisory_xact_lock(\(SettingsLock.key))"

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    _ = try row.bool()
    return Row()
  }
}
