import CLibpq

/// The one owner of a libpq result (`PGresult`), freed when the owner is destroyed.
struct ResultHandle: ~Copyable {
  private let pointer: OpaquePointer

  /// Takes ownership.
  init(owning pointer: OpaquePointer) {
    self.pointer = pointer
  }

  deinit {
    PQclear(pointer)
  }

  /// `PQresultStatus`, in the words of the pipeline.
  var reply: PipelineStateMachine.Reply {
    switch PQresultStatus(pointer) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: .success
    case PGRES_PIPELINE_SYNC: .synchronized
    case PGRES_PIPELINE_ABORTED: .aborted
    case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE: .failure
    case _: .unexpected
    }
  }

  /// `PQcmdStatus`: what the server says it did, such as `COMMIT` or `ROLLBACK`.
  var commandTag: String {
    PQcmdStatus(pointer).map { String(cString: $0) } ?? ""
  }

  /// `PQcmdTuples`: empty for commands that affect no rows.
  var affectedCount: Int {
    PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0
  }

  /// The server's error (`PQresultErrorField`), or libpq's own when the connection broke.
  var error: PostgresError {
    guard let sqlState = field(reckoner_diagnostic_sqlstate) else {
      let message = PostgresHandle.firstLine(PQresultErrorMessage(pointer)) ?? "the connection was lost"
      return PostgresError(.connectionLost, message)
    }
    let code: PostgresError.Code = sqlState == "57014" ? .timeout : .server(sqlState: sqlState)
    var error = PostgresError(
      code,
      field(reckoner_diagnostic_message) ?? "the server gave no message",
      sqlState: sqlState,
      constraintName: field(reckoner_diagnostic_constraint)
    )
    let severity = field(reckoner_diagnostic_severity)
    error.endsSession = severity == "FATAL" || severity == "PANIC"
    // "cached plan must not change result type" shares its SQLSTATE (0A000) with every unsupported feature; the name of the
    // reporting function tells it apart, and unlike the text it isn't translated. 26000: the statement isn't prepared.
    error.isStalePlan =
      sqlState == "26000" || sqlState == "0A000" && field(reckoner_diagnostic_function) == "RevalidateCachedQuery"
    return error
  }

  /// Reads every row, in order.
  func forEachRow(_ body: (inout PostgresRowReader) throws(PostgresError) -> Void) throws(PostgresError) {
    let columnCount = PQnfields(pointer)
    for row in 0..<PQntuples(pointer) {
      var reader = PostgresRowReader(result: pointer, row: row, columnCount: columnCount)
      try body(&reader)
      try reader.checkExhausted()
    }
  }

  /// `PQntuples`.
  var rowCount: Int { Int(PQntuples(pointer)) }

  private func field(_ code: Int) -> String? {
    PQresultErrorField(pointer, Int32(code)).map { String(cString: $0) }
  }
}
