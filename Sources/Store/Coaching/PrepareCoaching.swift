public import PostgresClient

/// Makes the rest of a transaction fit to read outcomes by time and by conversation.
///
/// Each page is chosen where the index says, in the index's order. A planner that knows nothing of a table yet would
/// rather gather all that is left of the period, and sort it, once for every page; and a plan that is kept doesn't know
/// where a page begins.
public struct PrepareCoaching: PostgresStatement {
  public struct Row: Sendable {}

  public init() {}

  public static let sql = """
    SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_bitmapscan', 'off', true),
      set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
      set_config('enable_mergejoin', 'off', true)
    """

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    for _ in 0..<5 { _ = try row.string() }
    return Row()
  }
}
