public import EventModel
import FoundationEssentials
public import PostgresClient

/// The updates of some outcomes' samples that wait to be published, in the order of their revisions.
public struct FindOutboxUpdates: PostgresStatement {
  public struct Row: Sendable {
    public let outcomeID: OutcomeID
    public let revision: Int64
    public let eventID: EventID
    /// When the update was written.
    public let occurredAt: Timestamp
  }

  private let tenant: TenantID
  private let outcomes: [OutcomeID]

  public init(of outcomes: [OutcomeID], tenant: TenantID) {
    self.tenant = tenant
    self.outcomes = outcomes
  }

  public static let sql = """
    SELECT message.outcome_id, message.revision, message.event_id, message.occurred_at
    FROM (
      SELECT (data::jsonb ->> 'outcome_id')::uuid AS outcome_id, (data::jsonb ->> 'revision')::bigint AS revision,
        event_id, occurred_at
      FROM learning.outbox_messages
      WHERE tenant_id = $1::uuid AND event_type = 'calibration.updated'
    ) AS message
    WHERE message.outcome_id = ANY ($2::uuid[])
    ORDER BY message.outcome_id, message.revision
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(outcomes.map(\.uuid))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      outcomeID: try row.identifier(),
      revision: try row.int64(),
      eventID: try row.identifier(),
      occurredAt: try row.time()
    )
  }
}
