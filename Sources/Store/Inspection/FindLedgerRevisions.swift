import EventModel
public import PostgresClient

/// The revisions that the sample ledger has of some outcomes.
public struct FindLedgerRevisions: PostgresStatement {
  public struct Row: Sendable {
    public let key: SampleKey
    public let revision: Int64
  }

  private let keys: [SampleKey]

  public init(_ keys: [SampleKey]) {
    self.keys = keys
  }

  public static let sql = """
    SELECT sample.tenant_id, sample.outcome_id, sample.revision
    FROM unnest($1::uuid[], $2::uuid[]) AS wanted (tenant_id, outcome_id)
    JOIN learning.calibration_samples AS sample USING (tenant_id, outcome_id)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys.map(\.tenantID.uuid))
    parameters.append(keys.map(\.outcomeID.uuid))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      key: SampleKey(tenantID: try row.identifier(), outcomeID: try row.identifier()),
      revision: try row.int64()
    )
  }
}
