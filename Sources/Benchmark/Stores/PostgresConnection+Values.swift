import PostgresClient

/// Questions with one row for an answer, whose text may be made at run time.
extension PostgresConnection {
  /// A query may look at millions of rows.
  static var queryTimeout: Duration { .seconds(600) }

  /// The rows of a query.
  func rows<Row: Sendable>(
    _ sql: String,
    _ decode: @escaping @Sendable (inout PostgresRowReader) throws(PostgresError) -> Row
  ) async throws -> [Row] {
    try await query(sql, PostgresParameters(), Self.queryTimeout, decode)
  }

  /// One bigint.
  func number(_ sql: String) async throws -> Int64 {
    let rows = try await rows(sql) { row throws(PostgresError) in try row.int64() }
    guard let number = rows.first else { throw BenchmarkError("PostgreSQL answered a question with no row") }
    return number
  }

  /// One text.
  func text(_ sql: String) async throws -> String {
    let rows = try await rows(sql) { row throws(PostgresError) in try row.string() }
    guard let text = rows.first else { throw BenchmarkError("PostgreSQL answered a question with no row") }
    return text
  }
}
