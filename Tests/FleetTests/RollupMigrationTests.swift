import EventModel
import PostgresClient
import Store
import TestSupport
import Testing

@testable import Workers

@Suite(.timeLimit(.minutes(10))) struct RollupMigrationTests {
  private static let version = 8

  /// Takes the migration and the later ones back, so that the database is as an earlier release left it.
  private static let undo = """
    DROP TABLE learning.schedules, learning.schedule_runs, learning.deliveries, learning.reports, learning.alerts,
      learning.alert_states, learning.alert_evaluations, learning.alert_silences;
    DROP TABLE learning.outcome_rollups, learning.action_rollups, learning.impact_rollups, learning.rollup_changes CASCADE;
    DROP VIEW learning.outcome_rollup_recounts, learning.action_rollup_recounts, learning.impact_rollup_recounts,
      learning.impact_signals;
    DROP TABLE learning.erased_conversations, learning.erased_outcomes, learning.erasure_receipts,
      learning.retired_outcome_rollups, learning.retired_action_rollups, learning.retired_impact_rollups;
    ALTER TABLE learning.calibration_samples DROP COLUMN is_detached;
    DROP FUNCTION learning.refuse_removed_conversation, learning.removal_bucket CASCADE;
    DELETE FROM learning.schema_migrations WHERE version >= \(version)
    """

  @Test("a database with outcomes of an earlier release has their roll-ups after the migration")
  func backfill() async throws {
    try await TestFleet.with { fleet in
      let world = try FleetWorld(seed: 23)
      try await fleet.set(world.settings)
      try await fleet.publish(world.events)
      try await fleet.drainRollups()
      for label in world.labels { try await fleet.execute(label.sql) }
      try await fleet.sweep(asOf: TestEvent.start + .days(20))
      try await fleet.drainRollups()
      let tenants = (1...3).map(TestEvent.tenant)
      var before: [[String]] = []
      for tenant in tenants { before.append(try await fleet.rollups(tenant: tenant)) }
      #expect(before.allSatisfy { $0.count > 10 })
      try await fleet.execute(PartitionUndo.sql)
      try await fleet.execute(Self.undo)
      #expect(try await fleet.migrate() == Array(Self.version...LearningMigrations.all.count))
      var after: [[String]] = []
      for tenant in tenants { after.append(try await fleet.rollups(tenant: tenant)) }
      #expect(after == before)
      try await fleet.expectSoundRollups("migrated")
      #expect(try await fleet.verify().found["rollup_differs"] == nil)
    }
  }
}
