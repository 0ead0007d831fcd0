import EventModel
public import PostgresClient

/// Ledger rows whose outcome doesn't exist, though its conversation was neither erased nor removed; the first few, with their
/// number.
public struct FindOrphanSamples: PostgresStatement {
  public struct Row: Sendable {
    public let key: SampleKey
    public let count: Int64
  }

  private let countMax: Int

  public init(countMax: Int) {
    self.countMax = countMax
  }

  public static let sql = """
    SELECT sample.tenant_id, sample.outcome_id, count(*) OVER ()
    FROM learning.calibration_samples AS sample
    WHERE NOT sample.is_detached AND NOT EXISTS (
      SELECT FROM learning.outcome_records AS outcome
      WHERE outcome.tenant_id = sample.tenant_id AND outcome.outcome_id = sample.outcome_id
        AND outcome.sample_state <> 'none')
    ORDER BY sample.tenant_id, sample.outcome_id
    LIMIT $1
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      key: SampleKey(tenantID: try row.identifier(), outcomeID: try row.identifier()),
      count: try row.int64()
    )
  }
}
