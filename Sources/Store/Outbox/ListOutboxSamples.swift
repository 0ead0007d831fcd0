import EventModel
public import PostgresClient

/// The samples that wait in the outbox, by their latest revision.
public struct ListOutboxSamples: PostgresStatement {
  public struct Row: Sendable {
    public let key: SampleKey
    public let revision: Int64
  }

  public init() {}

  public static let sql = """
    SELECT tenant_id, (data::jsonb ->> 'outcome_id')::uuid, max((data::jsonb ->> 'revision')::bigint)
    FROM learning.outbox WHERE event_type = 'calibration.updated'
    GROUP BY 1, 2
    """

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      key: SampleKey(tenantID: try row.identifier(), outcomeID: try row.identifier()),
      revision: try row.int64()
    )
  }
}
