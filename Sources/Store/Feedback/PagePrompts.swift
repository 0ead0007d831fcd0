public import EventModel
import Feedback
public import PostgresClient

/// The questions that a tenant's reviewers were shown in a period, the newest `countMax`.
public struct PagePrompts: PostgresStatement {
  public typealias Row = PromptRow

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

  // By the day first, which the key knows.
  public static let sql = """
    SELECT \(PromptRow.columns) FROM learning.feedback_prompts
    WHERE tenant_id = $1
      AND asked_on BETWEEN ($2::timestamptz AT TIME ZONE 'UTC')::date AND ($3::timestamptz AT TIME ZONE 'UTC')::date
      AND asked_at >= $2 AND asked_at < $3
    ORDER BY asked_at DESC, target_id
    LIMIT $4
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(PostgresTimestamp(from))
    parameters.append(PostgresTimestamp(until))
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> PromptRow {
    try PromptRow(&row)
  }
}
