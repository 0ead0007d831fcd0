public import EventModel
import Feedback
public import PostgresClient

/// Adds one entry of feedback.
public struct InsertFeedback: PostgresStatement {
  private let row: FeedbackRow
  private let tenant: TenantID

  public init(_ row: FeedbackRow, of tenant: TenantID) {
    self.row = row
    self.tenant = tenant
  }

  public static let sql = """
    INSERT INTO learning.feedback_entries (tenant_id, \(FeedbackRow.columns))
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    let (rating, withdrawn): (Int16?, FeedbackID?) =
      switch row.kind {
      case .set(let rating): (Int16(rating.value), nil)
      case .withdrawn(let id): (nil, id)
      }
    parameters.append(tenant.uuid)
    parameters.append(row.id.uuid)
    parameters.append(row.conversationID.uuid)
    parameters.append(row.outcomeID?.uuid)
    parameters.append(row.target.type.rawValue)
    parameters.append(row.target.id.text)
    parameters.append(row.source.rawValue)
    parameters.append(rating)
    parameters.append(withdrawn?.uuid)
    parameters.append(row.label?.rawValue)
    parameters.append(row.comment)
    parameters.append(row.reviewer.text)
    parameters.append(row.reviewerRole)
    parameters.append(PostgresTimestamp(row.createdAt))
  }
}
