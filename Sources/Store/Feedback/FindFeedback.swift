public import EventModel
public import Feedback
public import PostgresClient

/// One entry of feedback by its id.
public struct FindFeedback: PostgresStatement {
  public typealias Row = FeedbackRow

  private let id: FeedbackID
  private let tenant: TenantID

  public init(_ id: FeedbackID, of tenant: TenantID) {
    self.id = id
    self.tenant = tenant
  }

  public static let sql = """
    SELECT \(FeedbackRow.columns) FROM learning.feedback_entries WHERE tenant_id = $1 AND feedback_id = $2
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(id.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> FeedbackRow {
    try FeedbackRow(&row)
  }
}
