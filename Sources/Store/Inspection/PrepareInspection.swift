public import PostgresClient

/// Makes the rest of a transaction fit to read whole tables.
///
/// A worker's connection keeps the planner to indexes, because all that a worker does is to look up keys; and a plan for a
/// page that may begin anywhere doesn't know how to begin there, so that each execution is planned by its own values.
public struct PrepareInspection: PostgresStatement {
  public struct Row: Sendable {}

  public init() {}

  public static let sql = """
    SELECT set_config('statement_timeout', '0', true), set_config('plan_cache_mode', 'force_custom_plan', true),
      set_config('work_mem', '64MB', true)
    """

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    for _ in 0..<3 { _ = try row.string() }
    return Row()
  }
}
