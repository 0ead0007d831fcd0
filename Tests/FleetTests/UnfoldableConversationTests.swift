import EventModel
import Store
import TestSupport
import Testing

@testable import Workers

/// One conversation that can't be folded keeps no other from it.
@Suite(.timeLimit(.minutes(10))) struct UnfoldableConversationTests {
  private static let conversationCount = 30
  /// Later than every window of an action at the start.
  private static let closing = TestEvent.start + .days(59)
  private static let culprit = 17

  /// A settled fleet of two tenants, with conversations of one action each.
  private func settled(_ body: (TestFleet) async throws -> Void) async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish((0..<Self.conversationCount).map { .action($0, tenant: 1 + $0 % 2, conversation: $0) })
      try await fleet.drainWorkers()
      try await body(fleet)
    }
  }

  /// Lets the database refuse a change of the culprit's rows.
  private func refuse(_ change: String, of table: String, _ fleet: TestFleet) async throws {
    try await fleet.execute(
      """
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF OLD.conversation_state_id = '\(TestEvent.conversation(Self.culprit))' THEN
          RAISE EXCEPTION 'refused' USING ERRCODE = '22003';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
      END $$;
      CREATE TRIGGER refuse BEFORE \(change) ON learning.\(table) FOR EACH ROW EXECUTE FUNCTION refuse()
      """
    )
  }

  private func heal(_ table: String, _ fleet: TestFleet) async throws {
    try await fleet.execute("DROP TRIGGER refuse ON learning.\(table)")
  }

  private func openCount(_ fleet: TestFleet) async throws -> String {
    try await fleet.execute("SELECT count(*) FROM learning.outcome_records WHERE outcome_status = 'pending'")
  }

  @Test func `a sweep closes every window but those of a conversation that can't be folded, and verify names it`()
    async throws
  {
    try await settled { fleet in
      try await refuse("UPDATE", of: "outcome_records", fleet)
      let faults = FaultCounter()
      let sweep = WindowSweep(context: try fleet.context("sweep", logger: faults.logger), rest: .seconds(600))
      let count = try await sweep.run(asOf: Self.closing)
      #expect(try await openCount(fleet) == "1" && count == Self.conversationCount - 1)
      #expect(sweep.unfoldedCount() == 1)
      #expect(faults.last.contains { $0.contains("can't be folded") }, "\(faults.last)")
      // While it rests nothing is tried again.
      let faultCount = faults.count
      #expect(try await sweep.run(asOf: Self.closing) == 0)
      #expect(faults.count == faultCount)
      #expect(try await fleet.verify().found == [:], "the outcomes were written just now")
      let report = try await fleet.verify(at: TestFleet.now + .hours(2))
      #expect(report.found["outcome_left_overdue"] == 1)
      let example = report.problems.first { $0.kind == "outcome_left_overdue" }?.examples.first
      #expect(example?.contains("\(TestEvent.conversation(Self.culprit))") == true)
    }
  }

  @Test func `a sweep that is run once says that a conversation can't be folded`() async throws {
    try await settled { fleet in
      try await refuse("UPDATE", of: "outcome_records", fleet)
      let error = await #expect(throws: Program.Failure.self) { try await fleet.sweep(asOf: Self.closing) }
      #expect(error?.code == .problemsFound)
      try await heal("outcome_records", fleet)
      #expect(try await fleet.sweep(asOf: Self.closing) == 1)
    }
  }

  @Test func `after its rest a conversation is folded as any other`() async throws {
    try await settled { fleet in
      try await refuse("UPDATE", of: "outcome_records", fleet)
      let sweep = WindowSweep(context: try fleet.context("sweep"), rest: .milliseconds(1))
      async let work = sweep.run(asOf: Self.closing)
      try await Wait.until("the others are closed") { try await openCount(fleet) == "1" }
      try await heal("outcome_records", fleet)
      #expect(try await work == Self.conversationCount)
      #expect(try await openCount(fleet) == "0")
    }
  }

  @Test func `due conversations are folded but for one that can't be, which rests`() async throws {
    try await settled { fleet in
      try await refuse("DELETE", of: "due_conversations", fleet)
      try await fleet.execute(
        """
        INSERT INTO learning.due_conversations (tenant_id, conversation_state_id, reason, due_since)
        SELECT tenant_id, conversation_state_id, 'busy', '\(TestFleet.now.rfc3339)' FROM learning.conversations
        """
      )
      let due = DueConversations(context: try fleet.context("due"), rest: .seconds(600))
      #expect(try await due.foldBatch() == Self.conversationCount - 1)
      #expect(try await due.foldBatch() == 0)
      let left = try await fleet.execute("SELECT conversation_state_id FROM learning.due_conversations")
      #expect(left == "\(TestEvent.conversation(Self.culprit))")
      try await heal("due_conversations", fleet)
      let next = DueConversations(context: try fleet.context("next"))
      #expect(try await next.foldBatch() == 1)
    }
  }

  @Test func `a tenant with many at rest rests as a whole, and what is remembered of it is bounded`() {
    let rests = FoldRests(rest: .seconds(600))
    let key = { (tenant: Int, number: Int) in
      ConversationKey(tenantID: TestEvent.tenant(tenant), conversationID: TestEvent.conversation(number))
    }
    rests.add(key(1, 1))
    for number in 0..<1000 { rests.add(key(2, number)) }
    let current = rests.current
    #expect(current.conversations == [key(1, 1)] && current.tenants == [TestEvent.tenant(2)])
    #expect(rests.count(failedAtLeast: 1) == 1 + FoldRests.countMaxOfTenant)
    rests.add(key(1, 1))
    #expect(rests.count(failedAtLeast: 2) == 1)
    rests.remove([key(1, 1), key(2, 0)])
    #expect(rests.current.conversations.count == FoldRests.countMaxOfTenant - 1 && rests.current.tenants.isEmpty)
    #expect(rests.count(failedAtLeast: 2) == 0)
  }
}
