public import PostgresClient

/// Waits until nobody folds changes into roll-ups, and keeps others from beginning until the end of the transaction.
/// Whoever records changes isn't held up.
public struct ExcludeRollupFolds: PostgresStatement {
  public struct Row: Sendable {}

  public init() {}

  public static let sql = "SELECT true FROM pg_advisory_xact_lock(\(RollupLock.space), 0)"

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    _ = try row.bool()
    return Row()
  }
}
