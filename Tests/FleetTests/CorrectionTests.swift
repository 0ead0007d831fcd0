import EventModel
import PostgresClient
import Resolution
import Store
import TestSupport
import Testing
import Workers

@Suite(.timeLimit(.minutes(10))) struct CorrectionTests {
  private let outcome = """
    SELECT outcome_status, revision, signal_source, evidence_weight, sample_state FROM learning.outcome_records
    """
  private let ledger = """
    SELECT revision, state, outcome FROM learning.calibration_samples
    """
  private let bins = """
    SELECT bin_index, sample_count, outcome_sum FROM learning.calibration_bins WHERE sample_count > 0
    """

  private func label(_ number: Int, _ kind: LabelAct.Kind, at hours: Int64) -> String {
    let key = ConversationKey(tenantID: TestEvent.tenant(1), conversationID: TestEvent.conversation(1))
    let outcomeID = OutcomeID(tenant: key.tenantID, action: TestEvent.eventID(1), type: .emailEngagement)
    let act = LabelAct(
      id: TestEvent.eventID(number),
      outcomeID: outcomeID,
      labelledAt: TestEvent.start + .hours(hours),
      kind: kind
    )
    return FleetWorld.sql(of: act, key)
  }

  @Test("a signal that comes late corrects an expired outcome, its sample and its bin")
  func lateSignal() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1)])
      try await fleet.settle()
      #expect(try await fleet.execute(outcome) == "pending|1||1|none")
      #expect(try await fleet.execute(ledger).isEmpty)
      #expect(try await fleet.sweep(asOf: TestEvent.start + .hours(25)) == 1)
      try await fleet.settle()
      #expect(try await fleet.execute(outcome) == "expired|2|automatic|1|present")
      #expect(try await fleet.execute(ledger) == "2|present|0")
      #expect(try await fleet.execute(bins) == "7|1|0")
      try await fleet.publish([.reply(2, at: 23)])
      try await fleet.settle()
      #expect(try await fleet.execute(outcome) == "positive|3|automatic|1|present")
      #expect(try await fleet.execute(ledger) == "3|present|1")
      #expect(try await fleet.execute(bins) == "7|1|1")
      // An earlier reply, later still, says that nobody knows.
      try await fleet.publish([.reply(3, at: 22, type: "unclear")])
      try await fleet.settle()
      #expect(try await fleet.execute(outcome) == "ambiguous|4|automatic|1|retracted")
      #expect(try await fleet.execute(ledger) == "4|retracted|")
      #expect(try await fleet.execute(bins).isEmpty)
      #expect(try await fleet.verify().found == [:])
    }
  }

  @Test("a label beats every signal, the latest one wins, and a withdrawn one returns to the automatic decision")
  func labels() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1), .reply(2, at: 5)])
      try await fleet.execute(label(10, .set(.negative, score: nil), at: 6))
      try await fleet.settle()
      #expect(try await fleet.execute("\(outcome)").hasPrefix("negative|"))
      #expect(try await fleet.execute(bins) == "7|1|0")
      try await fleet.execute(label(11, .set(.positive, score: 0.5), at: 5))
      try await fleet.settle()
      #expect(try await fleet.execute("SELECT outcome_status FROM learning.outcome_records") == "negative")
      try await fleet.execute(label(12, .withdrawn, at: 7))
      try await fleet.settle()
      #expect(try await fleet.execute("\(outcome)").contains("positive|"))
      let source = "SELECT signal_source, signal_event_id FROM learning.outcome_records"
      #expect(try await fleet.execute(source) == "automatic|\(TestEvent.eventID(2))")
      #expect(try await fleet.execute(bins) == "7|1|1")
      #expect(try await fleet.verify().found == [:])
    }
  }

  @Test("now never moves back: what has expired stays so under an earlier sweep and under withdrawn labels")
  func now() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1)])
      try await fleet.drainWorkers()
      try await fleet.sweep(asOf: TestEvent.start + .hours(30))
      #expect(try await fleet.sweep(asOf: TestEvent.start + .hours(2)) == 0)
      try await fleet.execute(label(10, .set(.positive, score: nil), at: 6))
      try await fleet.drainWorkers()
      #expect(try await fleet.execute("SELECT outcome_status FROM learning.outcome_records") == "positive")
      try await fleet.execute(label(11, .withdrawn, at: 7))
      try await fleet.drainWorkers()
      #expect(try await fleet.execute("SELECT outcome_status FROM learning.outcome_records") == "expired")
      // Another event of the conversation, folded at an earlier time, opens no window again.
      try await fleet.publish([.reply(2, at: 50)])
      try await fleet.settle()
      #expect(try await fleet.execute("SELECT outcome_status FROM learning.outcome_records") == "expired")
      #expect(try await fleet.verify().found == [:])
    }
  }

  @Test("a sample of weight 0 is folded: it counts, and weighs nothing")
  func weightless() async throws {
    try await TestFleet.with { fleet in
      let settings = TenantSettings(of: TestEvent.tenant(1), in: fleet.postgres)
      try await settings.set(.resolution(.attributionModel), to: "\"first_touch\"", now: TestFleet.now)
      try await fleet.publish([.action(1, at: 0), .action(2, at: 1, confidence: 0.35), .reply(3, at: 2)])
      try await fleet.settle()
      let weights = "SELECT predicted_confidence, weight FROM learning.calibration_samples ORDER BY 1"
      #expect(try await fleet.execute(weights) == "0.35|0\n0.75|2")
      let lines = "SELECT bin_index, sample_count, weight_sum, actual_rate FROM learning.calibration_bins "
      #expect(try await fleet.execute(lines + "WHERE sample_count > 0 ORDER BY 1") == "3|1|0|\n7|1|2|1")
      #expect(try await fleet.letters().isEmpty)
      #expect(try await fleet.verify().found == [:])
    }
  }

  @Test("an event whose conversation is busy is recorded at once and folded when it is free")
  func busy() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1)])
      try await fleet.drainWorkers()
      let key = ConversationKey(tenantID: TestEvent.tenant(1), conversationID: TestEvent.conversation(1))
      let worker = OutcomeWorker(context: try fleet.context("worker"))
      async let drained: Void = worker.run(drains: true)
      try await fleet.postgres.transaction { holder in
        #expect(try await holder.send(ClaimConversations([key])).map(\.key) == [key])
        try await fleet.publish([.reply(2, at: 5)])
        try await Wait.until("the event is recorded and its conversation due") {
          let marks = try await fleet.postgres.send(FindDueMarks([key]))
          return marks.map(\.reason) == [.busy]
        }
        #expect(try await fleet.execute("SELECT count(*) FROM learning.events") == "2")
        #expect(try await fleet.execute("SELECT outcome_status FROM learning.outcome_records") == "pending")
        try await Wait.until("it is acknowledged all the same") { try await fleet.pendingCount() == 0 }
      }
      try await drained
      #expect(try await fleet.execute("SELECT outcome_status FROM learning.outcome_records") == "positive")
      #expect(try await fleet.execute("SELECT count(*) FROM learning.due_conversations") == "0")
      try await fleet.settle()
      #expect(try await fleet.verify().found == [:])
    }
  }
}
