public import EventModel
public import PostgresClient

/// How much there is, for a verification's report.
public struct CountRows: PostgresStatement {
  public struct Row: Sendable {
    public let events: Int64
    public let outcomes: Int64
    public let overdueOutcomes: Int64
    public let conversions: Int64
  }

  private let now: Timestamp

  public init(now: Timestamp) {
    self.now = now
  }

  public static let sql = """
    SELECT (SELECT count(*) FROM learning.events),
      (SELECT count(*) FROM learning.outcome_records),
      (SELECT count(*) FROM learning.outcome_records WHERE outcome_status = 'pending' AND window_expires_at < $1),
      (SELECT count(*) FROM learning.conversions)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(now))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      events: try row.int64(),
      outcomes: try row.int64(),
      overdueOutcomes: try row.int64(),
      conversions: try row.int64()
    )
  }
}
