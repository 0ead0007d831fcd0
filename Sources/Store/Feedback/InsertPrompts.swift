public import EventModel
import Feedback
public import PostgresClient

/// Notes what a reviewer is asked. The same question of the same UTC day is noted once.
public struct InsertPrompts: PostgresStatement {
  private let rows: [PromptRow]
  private let tenant: TenantID

  public init(_ rows: [PromptRow], of tenant: TenantID) {
    self.rows = rows
    self.tenant = tenant
  }

  public static let sql = """
    INSERT INTO learning.feedback_prompts (tenant_id, asked_on, \(PromptRow.columns))
    SELECT $1, (asked_at AT TIME ZONE 'UTC')::date, reviewer_id, target_type, target_id, conversation_state_id, asked_at
    FROM unnest($2::text[], $3::text[], $4::text[], $5::uuid[], $6::timestamptz[])
      AS asked (reviewer_id, target_type, target_id, conversation_state_id, asked_at)
    ON CONFLICT DO NOTHING
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(rows.map(\.reviewer.text))
    parameters.append(rows.map(\.target.type.rawValue))
    parameters.append(rows.map(\.target.id.text))
    parameters.append(rows.map(\.conversationID.uuid))
    parameters.append(rows.map { PostgresTimestamp($0.askedAt) })
  }
}
