import EventModel
public import PostgresClient

/// The samples that wait in the outbox and that nobody is publishing at this moment, by their latest revision. What is
/// being published now may go to a server that forgets it.
public struct ListWaitingSamples: PostgresStatement {
  public struct Row: Sendable {
    public let key: SampleKey
    public let revision: Int64
    /// Messages of this outcome.
    public let count: Int64
  }

  private let countMax: Int

  /// - Parameter countMax: messages that are read at most; with so many the list may not be complete.
  public init(countMax: Int) {
    self.countMax = countMax
  }

  public static let sql = """
    WITH waiting AS MATERIALIZED (
      SELECT tenant_id, data FROM learning.outbox WHERE event_type = 'calibration.updated'
      ORDER BY outbox_id
      LIMIT $1
      FOR KEY SHARE SKIP LOCKED
    ), message AS (
      SELECT waiting.tenant_id, message.data::jsonb AS data
      FROM waiting CROSS JOIN LATERAL unnest(waiting.data) AS message (data)
      LIMIT $1
    )
    SELECT tenant_id, (data ->> 'outcome_id')::uuid, max((data ->> 'revision')::bigint), count(*)
    FROM message
    GROUP BY 1, 2
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      key: SampleKey(tenantID: try row.identifier(), outcomeID: try row.identifier()),
      revision: try row.int64(),
      count: try row.int64()
    )
  }
}
