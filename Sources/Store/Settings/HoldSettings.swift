public import PostgresClient

/// Keeps every tenant's settings as they are until the end of the transaction. Send it before reading them: only a
/// statement that begins after the lock is held sees what the last change wrote.
public struct HoldSettings: PostgresStatement {
  public struct Row: Sendable {}

  public init() {}

  public static let sql = "SELECT true FROM pg_advisory_xact_lock_shared(\(SettingsLock.key))"

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    _ = try row.bool()
    return Row()
  }
}

/// The advisory lock between folds, which share it, and a change of settings, which excludes them.
enum SettingsLock {
  /// Any number that nothing else of this database uses: the bytes of "reckset".
  static let key: Int64 = 0x72_65_63_6b_73_65_74
}
