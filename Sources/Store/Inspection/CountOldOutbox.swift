public import EventModel
public import PostgresClient

/// How many messages have waited in the outbox since before a time.
public struct CountOldOutbox: PostgresStatement {
  public typealias Row = Int64

  private let before: Timestamp

  public init(before: Timestamp) {
    self.before = before
  }

  public static let sql = "SELECT coalesce(sum(message_count), 0) FROM learning.outbox WHERE occurred_at < $1"

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(before))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 {
    try row.int64()
  }
}
