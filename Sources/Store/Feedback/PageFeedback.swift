public import EventModel
public import PostgresClient

/// What was said in a period, in the order of time, from the newest `countMax` entries.
public struct PageFeedback: PostgresStatement {
  public typealias Row = FeedbackRow

  private let tenant: TenantID
  private let from: Timestamp
  private let until: Timestamp
  private let countMax: Int

  public init(of tenant: TenantID, from: Timestamp, until: Timestamp, countMax: Int) {
    self.tenant = tenant
    self.from = from
    self.until = until
    self.countMax = countMax
  }

  public static let sql = """
    SELECT \(FeedbackRow.columns) FROM (
      SELECT * FROM learning.feedback_entries
      WHERE tenant_id = $1 AND created_at >= $2 AND created_at < $3
      ORDER BY created_at DESC
      LIMIT $4
    ) AS newest
    ORDER BY created_at, feedback_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(PostgresTimestamp(from))
    parameters.append(PostgresTimestamp(until))
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> FeedbackRow {
    try FeedbackRow(&row)
  }
}
