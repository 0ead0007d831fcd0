public import EventModel
import FoundationEssentials
public import PostgresClient

/// Of the next page of outcomes in the order of their keys: those whose latest sample the ledger doesn't have, and the
/// last one of the page, from which the next page goes on. A page of any table is read in bounded time and memory.
public struct PageBehind: PostgresStatement {
  public struct Row: Sendable {
    public let key: SampleKey
    /// What was said to the aggregators; `nil` where the ledger has it, or nothing was ever said.
    public let update: CalibrationUpdate?
  }

  private let last: SampleKey?
  private let countMax: Int

  public init(after last: SampleKey?, countMax: Int) {
    self.last = last
    self.countMax = countMax
  }

  /// No outcome has this id, so that every key is after it; a plan for a key that may be missing would use no index.
  private static let beforeAll = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

  public static let sql = """
    WITH page AS MATERIALIZED (
      SELECT outcome.*, row_number() OVER (ORDER BY outcome.tenant_id, outcome.outcome_id) AS position
      FROM learning.outcome_records AS outcome
      WHERE (outcome.tenant_id, outcome.outcome_id) > ($1::uuid, $2::uuid)
      ORDER BY outcome.tenant_id, outcome.outcome_id
      LIMIT $3
    ),
    compared AS (
      SELECT page.*,
        page.sample_state <> 'none' AND coalesce(sample.revision, 0) < page.revision AS is_behind
      FROM page
      LEFT JOIN learning.calibration_samples AS sample USING (tenant_id, outcome_id)
    )
    SELECT compared.tenant_id, compared.outcome_id, compared.is_behind, compared.revision, compared.sample_state,
      compared.action_type, compared.predicted_confidence, compared.outcome_status, compared.evidence_weight,
      compared.outcome_type, compared.acted_at, compared.resolved_at, compared.window_expires_at,
      event.calibration_version
    FROM compared
    LEFT JOIN learning.events AS event
      ON compared.is_behind AND event.conversation_state_id = compared.conversation_state_id
        AND event.tenant_id = compared.tenant_id AND event.occurred_at = compared.acted_at
        AND event.event_id = compared.action_event_id
    WHERE compared.is_behind OR compared.position = (SELECT max(position) FROM page)
    ORDER BY compared.position
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(last?.tenantID.uuid ?? Self.beforeAll)
    parameters.append(last?.outcomeID.uuid ?? Self.beforeAll)
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let key = SampleKey(tenantID: try row.identifier(), outcomeID: try row.identifier())
    let isBehind = try row.bool()
    let update = try CalibrationUpdate(key.outcomeID, &row)
    return Row(key: key, update: isBehind ? update : nil)
  }
}
