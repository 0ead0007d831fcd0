public import PostgresClient

/// Lets the statements after it in the same transaction read whole tables.
///
/// A worker's connection keeps the planner to indexes, because all that a worker does is to look up keys. Counting
/// everything through an index would read the table in random order.
public struct AllowScans: PostgresStatement {
  public struct Row: Sendable {}

  public init() {}

  public static let sql = """
    SELECT set_config('enable_seqscan', 'on', true) IS NOT NULL AND set_config('enable_hashjoin', 'on', true) IS NOT NULL
    """

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    _ = try row.bool()
    return Row()
  }
}
