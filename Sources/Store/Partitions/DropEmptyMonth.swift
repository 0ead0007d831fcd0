public import EventModel
public import PostgresClient

/// Drops the oldest month of events and outcomes, where it is over and holds no row; its time belongs to the history from
/// then on. Returns how many partitions were dropped: 0 where the oldest month has rows, or is the last one.
public struct DropEmptyMonth: PostgresStatement {
  public typealias Row = Int

  private let until: Timestamp

  /// - Parameter until: a month that ends later stays.
  public init(until: Timestamp) {
    self.until = until
  }

  public static let sql = "SELECT learning.drop_empty_month($1)"

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(until))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int {
    Int(try row.int32())
  }
}
