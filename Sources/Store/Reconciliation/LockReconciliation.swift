public import PostgresClient

/// Tries to be the only process that looks over the outcomes, until the end of the transaction; `false` where another is.
public struct LockReconciliation: PostgresStatement {
  /// Both halves of the lock's key, which nothing else of this database uses: the bytes of "reco" and "ncil".
  private static let space: Int32 = 0x72_65_63_6F
  private static let number: Int32 = 0x6E_63_69_6C

  public init() {}

  public static let sql = "SELECT pg_try_advisory_xact_lock(\(space), \(number))"

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Bool {
    try row.bool()
  }
}
