import EventModel
import Testing
import Workers

extension TestFleet {
  static let everyRole = ["reckoner.roles": "ingest,resolve,relay,rollup"]

  /// Brings everything up to date, the roll-ups too.
  func drainRollups() async throws {
    try await drainWorkers(1, Self.everyRole)
  }

  /// Every row of the daily tables that isn't zero, its columns separated by `|`, without the tenant's id.
  func rollups(tenant: TenantID = TestEvent.tenant(1)) async throws -> [String] {
    try await execute(
      """
      SELECT line FROM (
        SELECT concat_ws('|', 'outcomes', day, rep_id, action_type, channel, outcome_type, is_primary, pending_count,
          positive_count, negative_count, ambiguous_count, expired_count, labelled_count, sample_count,
          sample_weight_micros, sample_confidence_micros, sample_outcome_micros) AS line
        FROM learning.outcome_rollups WHERE tenant_id = '\(tenant)' AND (pending_count, positive_count, negative_count,
          ambiguous_count, expired_count) <> (0, 0, 0, 0, 0)
        UNION ALL
        SELECT concat_ws('|', 'actions', day, rep_id, action_type, channel, action_count, cost_count, cost_micros)
        FROM learning.action_rollups WHERE tenant_id = '\(tenant)'
        UNION ALL
        SELECT concat_ws('|', 'impact', day, rep_id, action_type, channel, currency, signal_type, signal, touch_count,
          credit_micros, trim_scale(amount))
        FROM learning.impact_rollups WHERE tenant_id = '\(tenant)' AND touch_count <> 0
      ) AS lines ORDER BY line COLLATE "C"
      """
    ).split(separator: "\n").map(String.init)
  }

  /// Rows of changes that wait to be folded.
  func waitingRollupChanges() async throws -> Int {
    try #require(Int(try await execute("SELECT count(*) FROM learning.rollup_changes")))
  }

  /// Nothing waits, and a count of everything says the same.
  func expectSoundRollups(_ moment: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    #expect(try await waitingRollupChanges() == 0, "\(moment)", sourceLocation: sourceLocation)
    let report = try await RollupRebuild(of: nil, postgres: postgres).compare()
    #expect(report.differenceCount == 0, "\(moment): \(report.examples)", sourceLocation: sourceLocation)
  }
}
