import IOThread

extension PostgresConnection {
  /// Whether the session is inside a transaction that hasn't failed.
  var isInTransaction: Bool { handle.transactionStatus == .active }

  /// Runs one unprepared statement whose text is made at run time; inside the transaction of a script, if one is open.
  ///
  /// - Parameter timeout: of the whole call.
  public nonisolated func query<Row: Sendable>(
    _ sql: String,
    _ parameters: PostgresParameters,
    _ timeout: Duration,
    _ decode: @escaping @Sendable (inout PostgresRowReader) throws(PostgresError) -> Row
  ) async throws(PostgresError) -> [Row] {
    try await thread.withCancellation { (cancellation) async throws(PostgresError) in
      try await self.performQuery(sql, parameters, timeout, cancellation, decode)
    }
  }

  private func performQuery<Row: Sendable>(
    _ sql: String,
    _ parameters: PostgresParameters,
    _ timeout: Duration,
    _ cancellation: IOCancellation,
    _ decode: @escaping @Sendable (inout PostgresRowReader) throws(PostgresError) -> Row
  ) throws(PostgresError) -> [Row] {
    let query = PendingQuery(sql, parameters, decode)
    try roundTrip([query], .implicit, timeout: timeout, cancellation)
    return query.rows
  }
}
