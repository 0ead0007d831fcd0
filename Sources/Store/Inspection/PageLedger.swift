import EventModel
public import PostgresClient

/// The next page of outcomes that have or had a sample, beside what the ledger says of them.
public struct PageLedger: PostgresStatement {
  public struct Row: Sendable {
    public let key: SampleKey
    public let outcomeRevision: Int64
    public let ledgerRevision: Int64?
    /// Whether revision, state, confidence, result and weight agree.
    public let isSame: Bool
  }

  private let last: SampleKey?
  private let countMax: Int

  public init(after last: SampleKey?, countMax: Int) {
    self.last = last
    self.countMax = countMax
  }

  public static let sql = """
    SELECT outcome.tenant_id, outcome.outcome_id, outcome.revision, sample.revision,
      sample.revision IS NOT NULL AND sample.revision = outcome.revision
        AND sample.state = outcome.sample_state
        AND sample.predicted_confidence = outcome.predicted_confidence
        AND (outcome.sample_state = 'retracted'
          OR sample.weight = outcome.evidence_weight
            AND sample.outcome = CASE WHEN outcome.outcome_status = 'positive' THEN 1 ELSE 0 END)
    FROM learning.outcome_records AS outcome
    LEFT JOIN learning.calibration_samples AS sample USING (tenant_id, outcome_id)
    WHERE outcome.sample_state <> 'none'
      AND ($1::uuid IS NULL OR (outcome.tenant_id, outcome.outcome_id) > ($1, $2))
    ORDER BY outcome.tenant_id, outcome.outcome_id
    LIMIT $3
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(last?.tenantID.uuid)
    parameters.append(last?.outcomeID.uuid)
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      key: SampleKey(tenantID: try row.identifier(), outcomeID: try row.identifier()),
      outcomeRevision: try row.int64(),
      ledgerRevision: try row.optionalInt64(),
      isSame: try row.bool()
    )
  }
}
