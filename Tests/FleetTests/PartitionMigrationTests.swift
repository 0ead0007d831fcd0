import EventModel
import PostgresClient
import Store
import TestSupport
import Testing

@testable import Workers

@Suite(.timeLimit(.minutes(10))) struct PartitionMigrationTests {
  @Test("a database of an earlier release keeps every row, is sound, and goes on")
  func upgrade() async throws {
    try await TestFleet.with { fleet in
      let world = try FleetWorld(seed: 29)
      try await fleet.set(world.settings)
      try await fleet.publish(world.events)
      try await fleet.drainWorkers()
      for label in world.labels { try await fleet.execute(label.sql) }
      try await fleet.drainWorkers()
      // Changes of roll-ups wait to be folded: they find their outcomes afterwards.
      #expect(try await fleet.waitingRollupChanges() > 0)
      let before = try await fleet.dump()
      try await fleet.execute(PartitionUndo.sql)
      let kind = "SELECT relkind FROM pg_class WHERE oid = 'learning.events'::regclass"
      #expect(try await fleet.execute(kind) == "r")
      #expect(try await fleet.migrate() == Array(PartitionUndo.version...LearningMigrations.all.count))
      #expect(try await fleet.execute(kind) == "p")
      #expect(try await fleet.dump() == before)
      let history = try await fleet.execute("SELECT count(*) FROM learning.events_history")
      #expect(history == "\(world.events.count)", "no row was moved to another table")
      // Everything again is nothing new; and every fold finds what was recorded before.
      try await fleet.publish(world.events.shuffled())
      try await fleet.drainRollups()
      #expect(try await fleet.dump() == before)
      try await fleet.sweep(asOf: TestEvent.start + .days(59))
      try await fleet.drainRollups()
      try await fleet.drainAggregators()
      try await fleet.expectSoundRollups("upgraded")
      #expect(try await fleet.verify().found == [:])
    }
  }

  @Test("partitions are nobody's to read but through the whole table")
  func grants() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1), .action(2, at: -24 * 400)])
      try await fleet.drainWorkers()
      #expect(try await fleet.execute("SELECT count(*) FROM learning.events_history") == "1")
      let partitions = try await fleet.execute(
        """
        SELECT inhrelid::regclass FROM pg_inherits
        WHERE inhparent IN ('learning.events'::regclass, 'learning.outcome_records'::regclass)
        """
      ).split(separator: "\n")
      #expect(partitions.count >= 14)
      for role in ["reckoner_api", "reckoner_worker"] {
        for partition in partitions {
          let asked = "SELECT has_table_privilege('\(role)', '\(partition)', 'SELECT, INSERT, UPDATE, DELETE')"
          #expect(try await fleet.execute(asked) == "f", "\(role) \(partition)")
        }
      }
    }
  }
}
