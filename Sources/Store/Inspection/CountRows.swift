public import EventModel
public import PostgresClient

/// How much there is, for a verification's report.
public struct CountRows: PostgresStatement {
  public struct Row: Sendable {
    public let events: Int64
    /// Those of them that were recorded by a time: later ones may not have been looked for.
    public let earlierEvents: Int64
    public let outcomes: Int64
    public let overdueOutcomes: Int64
    public let conversations: Int64
    public let conversions: Int64
    public let samples: Int64
  }

  private let now: Timestamp
  private let recordedBy: Timestamp

  public init(now: Timestamp, recordedBy: Timestamp) {
    self.now = now
    self.recordedBy = recordedBy
  }

  public static let sql = """
    SELECT event.count, event.earlier_count, outcome.count, outcome.overdue_count,
      (SELECT count(*) FROM learning.conversations),
      (SELECT count(*) FROM learning.conversions),
      (SELECT count(*) FROM learning.calibration_samples)
    FROM (SELECT count(*) AS count, count(*) FILTER (WHERE recorded_at <= $2) AS earlier_count FROM learning.events)
        AS event,
      (
        SELECT count(*) AS count,
          count(*) FILTER (WHERE outcome_status = 'pending' AND window_expires_at < $1) AS overdue_count
        FROM learning.outcome_records
      ) AS outcome
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(now))
    parameters.append(PostgresTimestamp(recordedBy))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      events: try row.int64(),
      earlierEvents: try row.int64(),
      outcomes: try row.int64(),
      overdueOutcomes: try row.int64(),
      conversations: try row.int64(),
      conversions: try row.int64(),
      samples: try row.int64()
    )
  }
}
