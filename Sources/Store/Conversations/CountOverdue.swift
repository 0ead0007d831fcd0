public import EventModel
public import PostgresClient

/// How many pending outcomes should have been closed by `now`, whoever holds them; those of resting
/// conversations are not counted.
public struct CountOverdue: PostgresStatement {
  public typealias Row = Int64

  private let now: Timestamp
  private let resting: RestingConversations

  public init(now: Timestamp, resting: RestingConversations = .none) {
    self.now = now
    self.resting = resting
  }

  public static let sql = """
    SELECT count(*) FROM learning.outcome_records
    WHERE outcome_status = 'pending' AND window_expires_at < $1
      AND tenant_id <> ALL ($4::uuid[])
      AND (tenant_id, conversation_state_id) NOT IN (SELECT * FROM unnest($2::uuid[], $3::uuid[]))
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(now))
    parameters.append(resting)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 {
    try row.int64()
  }
}
