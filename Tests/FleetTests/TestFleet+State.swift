import PostgresClient
import RedisClient
import Workers

extension TestFleet {
  /// Forgets everything.
  func clear() async throws {
    _ = try await redis.send(FlushAll())
    try await execute(
      """
      TRUNCATE learning.events, learning.event_keys, learning.event_conversations, learning.conversations,
        learning.due_conversations, learning.outcome_records, learning.conversions, learning.outcome_labels, learning.outbox,
        learning.calibration_samples, learning.calibration_bins, learning.calibration_state,
        learning.calibration_adjustments, learning.calibration_maps, learning.tenant_settings,
        learning.outcome_rollups, learning.action_rollups, learning.impact_rollups, learning.rollup_changes, learning.retired_outcome_rollups,
        learning.retired_action_rollups, learning.retired_impact_rollups
      """
    )
  }

  /// Changes settings one after the other.
  func set(_ settings: [FleetWorld.Setting]) async throws {
    for setting in settings {
      try await TenantSettings(of: setting.tenant, in: postgres).set(
        .resolution(setting.setting),
        to: setting.value,
        now: Self.now
      )
    }
  }

  /// Every row without its bookkeeping, as one text. A retracted sample is like one that never was, and the sums of the
  /// bins, which are rounded in the order of arrival, are compared with their samples by the verification.
  func dump() async throws -> String {
    try await execute(
      """
      SELECT string_agg(line, E'\\n' ORDER BY line COLLATE "C") FROM (
        SELECT 'outcome ' || (to_jsonb(outcome) - 'created_at' - 'updated_at' - 'revision' - 'expiry_seen_at'
          || jsonb_build_object('sample_state', sample_state = 'present'))::text AS line
        FROM learning.outcome_records AS outcome
        UNION ALL SELECT 'conversion ' || to_jsonb(conversion)::text FROM learning.conversions AS conversion
        UNION ALL SELECT 'event ' || (to_jsonb(event) - 'recorded_at')::text FROM learning.events AS event
        UNION ALL SELECT 'sample ' || (to_jsonb(sample) - 'revision')::text FROM learning.calibration_samples AS sample
          WHERE state = 'present'
        UNION ALL SELECT concat_ws(' ', 'bin', tenant_id, action_type, bin_index, sample_count)
          FROM learning.calibration_bins WHERE sample_count > 0
      ) AS lines
      """
    )
  }
}
