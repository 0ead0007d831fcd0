public import EventModel
public import PostgresClient

/// Labels of outcomes that don't exist, or that belong to another conversation: no fold ever heeds them. The first few,
/// with their number.
public struct FindOrphanLabels: PostgresStatement {
  public struct Row: Sendable {
    public let tenantID: TenantID
    public let labelID: EventID
    public let outcomeID: OutcomeID
    public let count: Int64
  }

  private let countMax: Int

  public init(countMax: Int) {
    self.countMax = countMax
  }

  public static let sql = """
    SELECT label.tenant_id, label.label_id, label.outcome_id, count(*) OVER ()
    FROM learning.outcome_labels AS label
    WHERE NOT EXISTS (
      SELECT FROM learning.outcome_records AS outcome
      WHERE outcome.tenant_id = label.tenant_id AND outcome.outcome_id = label.outcome_id
        AND outcome.conversation_state_id = label.conversation_state_id)
    ORDER BY label.tenant_id, label.label_id
    LIMIT $1
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      tenantID: try row.identifier(),
      labelID: try row.identifier(),
      outcomeID: try row.identifier(),
      count: try row.int64()
    )
  }
}
