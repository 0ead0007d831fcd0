import EventModel
public import PostgresClient

/// Goes over the next outcomes, in the order of their key, and returns those whose sample in the ledger isn't what the
/// outcome says; and the last one in any case, so that the next page can begin after it.
public struct PageLedgerDifferences: PostgresStatement {
  public struct Row: Sendable {
    public let key: SampleKey
    public let outcomeRevision: Int64
    public let ledgerRevision: Int64?
    /// Whether the ledger has all that the outcome says, or nothing where nothing was ever said.
    public let isSame: Bool
    /// Outcomes of the whole page.
    public let pageCount: Int
    public let isLast: Bool
  }

  private let last: SampleKey?
  private let countMax: Int

  /// - Parameter countMax: outcomes that are gone over.
  public init(after last: SampleKey?, countMax: Int) {
    self.last = last
    self.countMax = countMax
  }

  public static let sql = """
    SELECT compared.tenant_id, compared.outcome_id, compared.outcome_revision, compared.ledger_revision,
      compared.is_same, compared.page_count, compared.is_last
    FROM (
      SELECT outcome.tenant_id, outcome.outcome_id, outcome.revision AS outcome_revision,
        sample.revision AS ledger_revision, outcome.page_count, outcome.is_last,
        CASE WHEN outcome.sample_state = 'none' THEN true
          ELSE sample.revision IS NOT NULL AND sample.revision = outcome.revision
            AND sample.state = outcome.sample_state
            AND sample.action_type = outcome.action_type
            AND sample.predicted_confidence = outcome.predicted_confidence
            AND sample.acted_at = outcome.acted_at
            AND sample.window_expires_at = outcome.window_expires_at
            AND (outcome.sample_state = 'retracted'
              OR sample.weight = outcome.evidence_weight
                AND sample.outcome = CASE WHEN outcome.outcome_status = 'positive' THEN 1 ELSE 0 END)
        END AS is_same
      FROM (
        SELECT page.*, count(*) OVER () AS page_count,
          row_number() OVER (ORDER BY page.tenant_id, page.outcome_id) = count(*) OVER () AS is_last
        FROM (
          SELECT tenant_id, outcome_id, revision, sample_state, action_type, predicted_confidence, acted_at,
            window_expires_at, evidence_weight, outcome_status
          FROM learning.outcome_records
          WHERE $1::uuid IS NULL OR (tenant_id, outcome_id) > ($1, $2)
          ORDER BY tenant_id, outcome_id
          LIMIT $3
        ) AS page
      ) AS outcome
      LEFT JOIN learning.calibration_samples AS sample USING (tenant_id, outcome_id)
    ) AS compared
    WHERE NOT compared.is_same OR compared.is_last
    ORDER BY compared.tenant_id, compared.outcome_id
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
      isSame: try row.bool(),
      pageCount: Int(try row.int64()),
      isLast: try row.bool()
    )
  }
}
