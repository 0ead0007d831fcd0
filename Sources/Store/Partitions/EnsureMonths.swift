public import EventModel
public import PostgresClient

/// Makes the months of events and outcomes that are missing up to a time, and returns how many partitions that were: two a
/// month. Of two callers the second waits for the first.
public struct EnsureMonths: PostgresStatement {
  public typealias Row = Int

  private let until: Timestamp

  /// - Parameter until: the last month is the one that holds it; five years ahead of the server's clock at most.
  public init(until: Timestamp) {
    self.until = until
  }

  public static let sql = "SELECT learning.ensure_months($1)"

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(until))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int {
    Int(try row.int32())
  }
}

extension PostgresError {
  /// Whether a row was refused because the month that it belongs to was not made yet. No fault of the row's.
  public var isMonthMissing: Bool {
    // As for a CHECK, but for the constraint, which has a name there.
    sqlState == "23514" && constraintName == nil
  }
}
