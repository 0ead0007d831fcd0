/// One command of a round trip, waiting for its result; lives on the connection's thread only.
protocol PendingCommand: AnyObject {
  /// What it is prepared under; `nil` sends it unprepared.
  var preparationKey: ObjectIdentifier? { get }
  var sql: String { get }
  var parameters: PostgresParameters { get }
  /// The statement type, for errors.
  var name: String { get }
  /// Takes the result.
  func accept(_ result: borrowing ResultHandle) throws(PostgresError)
}

/// A statement type's execution.
final class PendingStatement<Statement: PostgresStatement>: PendingCommand {
  let parameters: PostgresParameters
  private var result: PostgresResult<Statement.Row>?

  init(_ statement: Statement) {
    var parameters = PostgresParameters()
    statement.bind(&parameters)
    self.parameters = parameters
  }

  var preparationKey: ObjectIdentifier? { ObjectIdentifier(Statement.self) }
  var sql: String { Statement.sql }
  var name: String { String(describing: Statement.self) }

  func accept(_ result: borrowing ResultHandle) throws(PostgresError) {
    var rows: [Statement.Row] = []
    rows.reserveCapacity(result.rowCount)
    try result.forEachRow { (row: inout PostgresRowReader) throws(PostgresError) in
      rows.append(try Statement.decode(&row))
    }
    self.result = PostgresResult(rows: rows, affectedCount: result.affectedCount)
  }

  /// The result, after a round trip without errors.
  func finished() -> PostgresResult<Statement.Row> {
    guard let result else { preconditionFailure("\(name) has no result after a round trip without errors") }
    return result
  }
}

/// A command of transaction control.
final class PendingControl: PendingCommand {
  let sql: String
  let isCommit: Bool
  private let expectedTag: String

  init(_ control: TransactionStateMachine.Control) {
    sql = control.sql
    isCommit = control == .commit
    expectedTag = control.commandTag
  }

  var preparationKey: ObjectIdentifier? { nil }
  var parameters: PostgresParameters { PostgresParameters() }
  var name: String { sql }

  func accept(_ result: borrowing ResultHandle) throws(PostgresError) {
    // COMMIT of a failed transaction is answered with the tag ROLLBACK, and no error.
    if result.commandTag != expectedTag {
      throw PostgresError(.notAttempted, "\(sql) was answered with \(result.commandTag): the transaction had failed")
    }
  }
}

/// A query with text made at run time, for the bookkeeping of migrations.
final class PendingQuery<Row>: PendingCommand {
  let sql: String
  let parameters: PostgresParameters
  private(set) var rows: [Row] = []
  private let decode: (inout PostgresRowReader) throws(PostgresError) -> Row

  init(
    _ sql: String,
    _ parameters: PostgresParameters,
    _ decode: @escaping (inout PostgresRowReader) throws(PostgresError) -> Row
  ) {
    self.sql = sql
    self.parameters = parameters
    self.decode = decode
  }

  var preparationKey: ObjectIdentifier? { nil }
  var name: String { "query" }

  func accept(_ result: borrowing ResultHandle) throws(PostgresError) {
    try result.forEachRow { (row: inout PostgresRowReader) throws(PostgresError) in
      rows.append(try decode(&row))
    }
  }
}
