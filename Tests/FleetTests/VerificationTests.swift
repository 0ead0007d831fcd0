import Delivery
import EventModel
import RedisClient
import TestSupport
import Testing
import Workers

@Suite(.timeLimit(.minutes(3))) struct VerificationTests {
  /// A settled history with something of everything.
  private func settled(_ body: (TestFleet) async throws -> Void) async throws {
    try await TestFleet.with { fleet in
      let world = try FleetWorld(seed: 3)
      try await fleet.set(world.settings)
      try await fleet.publish(world.events)
      try await fleet.settle()
      try await fleet.sweep(asOf: TestEvent.start + .days(59))
      try await fleet.settle()
      let report = try await fleet.verify()
      #expect(report.holds && report.found == [:])
      #expect(report.recordedEvents == world.events.count && report.entries.applied == world.events.count)
      #expect(report.outcomes > 20 && report.conversions > 5 && report.samples > 10 && report.bins > 10)
      try await body(fleet)
    }
  }

  @Test(
    "damage to the tables is found and named",
    arguments: [
      (
        "DELETE FROM learning.outcome_records WHERE outcome_id IN (SELECT outcome_id FROM learning.calibration_samples LIMIT 1)",
        ["outcome_differs": 1, "sample_without_outcome": 1]
      ),
      (
        """
        UPDATE learning.conversions SET credit_micros[1] = credit_micros[1] + 1
        WHERE (tenant_id, conversation_state_id, signal_event_id) IN (
          SELECT tenant_id, conversation_state_id, signal_event_id FROM learning.conversions LIMIT 1)
        """,
        ["outcome_differs": 1, "credits_dont_sum": 1]
      ),
      (
        """
        UPDATE learning.calibration_bins SET weight_sum = weight_sum + 0.01
        WHERE (tenant_id, action_type, bin_index) IN (
          SELECT tenant_id, action_type, bin_index FROM learning.calibration_bins WHERE sample_count > 0 LIMIT 1)
        """,
        ["bin_differs": 1]
      ),
      (
        """
        DELETE FROM learning.calibration_samples WHERE outcome_id IN (
          SELECT outcome_id FROM learning.calibration_samples WHERE state = 'present' LIMIT 1)
        """,
        ["sample_differs": 1, "bin_differs": 1]
      ),
      (
        """
        UPDATE learning.calibration_samples SET outcome = 1 - outcome WHERE outcome_id IN (
          SELECT outcome_id FROM learning.calibration_samples WHERE state = 'present' AND weight > 0 LIMIT 1)
        """,
        ["sample_differs": 1, "bin_differs": 1]
      ),
      (
        """
        UPDATE learning.outcome_records SET outcome_status = 'pending', resolved_at = NULL, signal_source = NULL
        WHERE outcome_id IN (SELECT outcome_id FROM learning.outcome_records WHERE outcome_status = 'positive'
          AND NOT is_primary LIMIT 1)
        """,
        ["outcome_differs": 1]
      ),
      (
        """
        INSERT INTO learning.due_conversations (tenant_id, conversation_state_id, reason, due_since)
        SELECT tenant_id, conversation_state_id, 'busy', '2020-01-01' FROM learning.conversations LIMIT 3
        """,
        ["conversation_left_due": 3]
      ),
    ]
  )
  func tables(damage: String, found: [String: Int]) async throws {
    try await settled { fleet in
      try await fleet.execute(damage)
      let report = try await fleet.verify()
      #expect(report.found == found, "\(damage)")
      #expect(!report.holds && report.problems.allSatisfy { !$0.examples.isEmpty && !$0.meaning.isEmpty })
    }
  }

  @Test("a recorded event that was removed is missed, as is its part in the outcomes")
  func event() async throws {
    try await settled { fleet in
      try await fleet.execute(
        """
        DELETE FROM learning.events WHERE event_id IN (
          SELECT signal_event_id FROM learning.outcome_records WHERE outcome_status = 'positive' LIMIT 1)
        """
      )
      let report = try await fleet.verify()
      #expect(report.found["entry_unaccounted"] == 1)
      #expect(report.found["outcome_differs"] ?? 0 >= 1)
    }
  }

  @Test("a conversation without its row is found")
  func conversation() async throws {
    try await settled { fleet in
      try await fleet.execute(
        """
        DELETE FROM learning.conversations WHERE (tenant_id, conversation_state_id) IN (
          SELECT tenant_id, conversation_state_id FROM learning.events LIMIT 1)
        """
      )
      #expect(try await fleet.verify().found["conversation_unregistered"] ?? 0 >= 1)
    }
  }

  @Test("a young mark, an unread event and a sample on its way are work in progress, not problems")
  func inProgress() async throws {
    try await settled { fleet in
      try await fleet.execute(
        """
        INSERT INTO learning.due_conversations (tenant_id, conversation_state_id, reason, due_since)
        SELECT tenant_id, conversation_state_id, 'busy', '\(TestFleet.now.rfc3339)' FROM learning.conversations LIMIT 1
        """
      )
      try await fleet.publish([.action(1, tenant: 5), .reply(2, tenant: 5)])
      var report = try await fleet.verify()
      #expect(report.holds && report.dueConversations == 1 && report.entries.unread == 2)
      try await fleet.drainWorkers()
      report = try await fleet.verify()
      #expect(report.holds && report.samplesOnTheirWay == 1 && report.calibrationEntries.unread == 1)
      try await fleet.drainAggregators()
      report = try await fleet.verify()
      #expect(report.holds && report.samplesOnTheirWay == 0)
    }
  }

  @Test("an acknowledged entry that nobody recorded or buried is a loss, and is reported as one")
  func lost() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1)])
      try await fleet.settle()
      try await fleet.publish([.action(2, conversation: 2)])
      let key = TestEvent.action(1).key.text
      _ = try await fleet.redis.send(
        StreamReadGroup(
          group: "outcome-workers",
          consumer: "careless",
          streams: [.init(key: key, position: .new)],
          acknowledges: true
        )
      )
      let report = try await fleet.verify()
      #expect(report.found == ["entry_unaccounted": 1])
    }
  }
}
