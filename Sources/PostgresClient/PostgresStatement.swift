/// One SQL statement as a type: static text, typed parameters, typed row.
///
/// It is prepared once per connection, by its type; results are always in binary format.
public protocol PostgresStatement: Sendable {
  /// What one row becomes.
  associatedtype Row: Sendable = PostgresNoRow
  /// The text: one statement with `$1`, `$2`, … The same at every call.
  static var sql: String { get }
  /// Appends the parameters: the same number and types at every call.
  func bind(_ parameters: inout PostgresParameters)
  /// Reads all columns of a row in order.
  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row
}

/// The row of a statement that returns none; no value of it exists.
public enum PostgresNoRow: Hashable, Sendable {}

extension PostgresStatement {
  public func bind(_ parameters: inout PostgresParameters) {}
}

extension PostgresStatement where Row == PostgresNoRow {
  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> PostgresNoRow {
    throw PostgresError(.decoding, "a statement declared without rows returned one")
  }
}

/// What one statement gave.
public struct PostgresResult<Row: Sendable>: Sendable {
  /// The rows returned.
  public let rows: [Row]
  /// The rows inserted, updated, deleted or selected, as the server's command tag says; 0 for other commands.
  public let affectedCount: Int
}
