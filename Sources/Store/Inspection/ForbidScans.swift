public import PostgresClient

/// Takes back ``AllowScans``: what follows in the transaction looks up keys again.
public struct ForbidScans: PostgresStatement {
  public struct Row: Sendable {}

  public init() {}

  public static let sql = """
    SELECT set_config('enable_seqscan', 'off', true) IS NOT NULL AND set_config('enable_hashjoin', 'off', true) IS NOT NULL
    """

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    _ = try row.bool()
    return Row()
  }
}
