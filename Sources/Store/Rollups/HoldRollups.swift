public import PostgresClient

/// Keeps rebuilds away until the end of the transaction. False where one is at work: then nothing may be folded.
public struct HoldRollups: PostgresStatement {
  public typealias Row = Bool

  public init() {}

  public static let sql = "SELECT pg_try_advisory_xact_lock_shared(\(RollupLock.space), 0)"

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Bool {
    try row.bool()
  }
}

/// The advisory lock between loops that fold, which share it, and a rebuild, which excludes them.
enum RollupLock {
  /// The first half of the lock's key; any number that nothing else of this database uses: the bytes of "roll".
  static let space: Int32 = 0x72_6F_6C_6C
}
