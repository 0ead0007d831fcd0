public import EventModel
public import PostgresClient

/// How many pending outcomes should have been closed by `now`, whoever holds them.
public struct CountOverdue: PostgresStatement {
  public typealias Row = Int64

  private let now: Timestamp

  public init(now: Timestamp) {
    self.now = now
  }

  public static let sql = """
    SELECT count(*) FROM learning.outcome_records WHERE outcome_status = 'pending' AND window_expires_at < $1
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(now))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 {
    try row.int64()
  }
}
