public import EventModel
public import PostgresClient

/// Cuts the samples of a conversation off from it, and keeps others from being folded for its outcomes. Returns how many
/// samples stay.
///
/// A sample stays what every figure of calibration reads of it, under a random id. Its times are cut to quarters of an
/// hour, which every time zone's days begin with; not across the last adjustment, or a judgement would count it that
/// didn't, nor from before `now` to after it. One that is retracted goes.
public struct UnlinkSamples: PostgresStatement {
  public typealias Row = Int64

  private let key: ConversationKey
  private let now: Timestamp

  public init(of key: ConversationKey, now: Timestamp) {
    self.key = key
    self.now = now
  }

  public static let sql = """
    WITH outcome AS MATERIALIZED (
      SELECT outcome_id FROM learning.outcome_records WHERE tenant_id = $1 AND conversation_state_id = $2
    ), suppressed AS (
      INSERT INTO learning.erased_outcomes (tenant_id, outcome_hash)
      SELECT $1, \(ErasedHash.sql(tenant: "$1::uuid", id: "outcome_id")) FROM outcome
      ON CONFLICT (tenant_id, outcome_hash) DO NOTHING
    ), removed AS (
      DELETE FROM learning.calibration_samples AS sample
      USING outcome
      WHERE sample.tenant_id = $1 AND sample.outcome_id = outcome.outcome_id
      RETURNING sample.*
    ), kept AS (
      INSERT INTO learning.calibration_samples (
        tenant_id, outcome_id, revision, state, action_type, predicted_confidence, outcome, weight,
        calibration_version, acted_at, window_expires_at, is_detached)
      SELECT removed.tenant_id, gen_random_uuid(), 1, removed.state, removed.action_type,
        removed.predicted_confidence, removed.outcome, removed.weight, removed.calibration_version,
        CASE
          WHEN removed.acted_at > adjustment.last_adjusted_at
            THEN greatest(
              date_bin('15 minutes', removed.acted_at, '2000-01-01 00:00+00'),
              adjustment.last_adjusted_at + interval '1 microsecond')
          ELSE date_bin('15 minutes', removed.acted_at, '2000-01-01 00:00+00')
        END,
        date_bin('15 minutes', removed.window_expires_at, '2000-01-01 00:00+00')
          + CASE WHEN removed.window_expires_at > $3 THEN interval '15 minutes' ELSE interval '0' END,
        true
      FROM removed
      LEFT JOIN learning.calibration_state AS adjustment
        ON adjustment.tenant_id = removed.tenant_id AND adjustment.action_type = removed.action_type
      WHERE removed.state = 'present'
      RETURNING 1
    )
    SELECT count(*) FROM kept
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.conversationID.uuid)
    parameters.append(PostgresTimestamp(now))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 {
    try row.int64()
  }
}
