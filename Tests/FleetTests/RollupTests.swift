import EventModel
import Foundation
import Resolution
import SettingModel
import Store
import Streams
import TestSupport
import Testing

@testable import Workers

/// The daily figures are what a count says, whatever becomes of outcomes.
@Suite(.timeLimit(.minutes(10))) struct RollupTests {
  private static let day = "2026-02-02"

  private func deed(
    _ number: Int,
    conversation: Int = 1,
    at hours: Int64 = 0,
    _ members: String
  ) -> TestEvent {
    TestEvent(
      .agentAction,
      TestEvent.eventID(number),
      tenant: TestEvent.tenant(1),
      at: TestEvent.start + .hours(hours),
      data: """
        {"conversation_state_id":"\(TestEvent.conversation(conversation))","predicted_confidence":0.75,\(members)}
        """
    )
  }

  private func label(_ number: Int, _ kind: LabelAct.Kind, of action: Int, _ fleet: TestFleet) async throws {
    let tenant = TestEvent.tenant(1)
    let act = LabelAct(
      id: TestEvent.eventID(number),
      outcomeID: OutcomeID(tenant: tenant, action: TestEvent.eventID(action), type: .emailEngagement),
      labelledAt: TestEvent.start + .days(Int64(number)),
      kind: kind
    )
    let key = ConversationKey(tenantID: tenant, conversationID: TestEvent.conversation(1))
    try await fleet.execute(FleetWorld.sql(of: act, key))
  }

  @Test("figures follow an outcome through its life: pending, expired, answered late, labelled, withdrawn, resettled")
  func life() async throws {
    try await TestFleet.with { fleet in
      let action = "actions|\(Self.day)|anna|send_email|email|1|1|250000"
      let outcome = "outcomes|\(Self.day)|anna|send_email|email|email_engagement|t|"
      let credit = "impact|\(Self.day)|anna|send_email|email||customer.reply|reply|1|1000000|0"
      func expect(_ lines: [String], _ moment: String) async throws {
        try await fleet.drainRollups()
        #expect(try await fleet.rollups() == lines, "\(moment)")
        try await fleet.expectSoundRollups(moment)
      }
      let event = deed(1, "\"action_type\":\"send_email\",\"rep_id\":\"anna\",\"channel\":\"email\",\"cost\":0.25")
      try await fleet.publish([event])
      try await expect([action, outcome + "1|0|0|0|0|0|0|0|0|0"], "pending")
      try await fleet.sweep(asOf: TestEvent.start + .days(2))
      #expect(try await fleet.waitingRollupChanges() == 0, "a sweep ends with its roll-ups up to date")
      try await expect([action, outcome + "0|0|0|0|1|0|1|1000000|750000|0"], "expired")
      try await fleet.publish([.reply(2, at: 1), event, event])
      let answered = [action, credit, outcome + "0|1|0|0|0|0|1|1000000|750000|1000000"]
      try await expect(answered, "answered late, and replayed")
      try await label(3, .set(.negative, score: nil), of: 1, fleet)
      try await expect([action, credit, outcome + "0|0|1|0|0|1|1|1000000|750000|0"], "labelled")
      try await label(4, .withdrawn, of: 1, fleet)
      try await expect(answered, "withdrawn")
      let settings = TenantSettings(of: TestEvent.tenant(1), in: fleet.postgres)
      try await settings.set(.resolution(.windowHours(.emailEngagement)), to: "0.5", now: TestFleet.now)
      try await fleet.drainRollups()
      try await fleet.sweep(asOf: TestEvent.start + .days(2))
      try await expect([action, outcome + "0|0|0|0|1|0|1|1000000|750000|0"], "the reply is late by a shorter window")
      try await settings.set(.resolution(.windowHours(.emailEngagement)), to: nil, now: TestFleet.now)
      try await expect(answered, "the reply is in the window again")
    }
  }

  @Test("credit times amount goes to whoever touched the deal, by half where it concerns two conversations")
  func impact() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([
        deed(1, at: 0, "\"action_type\":\"propose\",\"rep_id\":\"anna\",\"channel\":\"call\""),
        deed(2, at: 24, "\"action_type\":\"propose\",\"rep_id\":\"bert\",\"channel\":\"call\""),
        deed(3, conversation: 2, at: 24, "\"action_type\":\"propose\""),
        TestEvent.won(4, conversations: [1, 2], at: 48, amount: "1000.10"),
      ])
      try await fleet.drainRollups()
      let lines = try await fleet.rollups().filter { $0.hasPrefix("impact") }
      #expect(
        lines == [
          "impact|2026-02-04|anna|propose|call|EUR|deal.stage|closed_won|1|250000|250.025",
          "impact|2026-02-04|bert|propose|call|EUR|deal.stage|closed_won|1|250000|250.025",
          "impact|2026-02-04||propose||EUR|deal.stage|closed_won|1|500000|500.05",
        ]
      )
      // An action that comes late takes its part, and another model gives it all to the last one.
      try await fleet.publish([deed(5, at: 12, "\"action_type\":\"propose\",\"rep_id\":\"anna\",\"channel\":\"call\"")])
      try await fleet.drainRollups()
      let settings = TenantSettings(of: TestEvent.tenant(1), in: fleet.postgres)
      try await settings.set(.resolution(.attributionModel), to: "\"last_touch\"", now: TestFleet.now)
      try await fleet.drainRollups()
      let after = try await fleet.rollups().filter { $0.hasPrefix("impact") }
      #expect(
        after == [
          "impact|2026-02-04|anna|propose|call|EUR|deal.stage|closed_won|2|0|0",
          "impact|2026-02-04|bert|propose|call|EUR|deal.stage|closed_won|1|500000|500.05",
          "impact|2026-02-04||propose||EUR|deal.stage|closed_won|1|500000|500.05",
        ]
      )
      try await fleet.expectSoundRollups("another model")
    }
  }

  @Test("absurd amounts and costs, and representatives that differ by a scalar, hold up nobody")
  func absurd() async throws {
    try await TestFleet.with { fleet in
      let costs = ["1e300", "-1e-320", "1e-400", "1000000", "1000000.0000000000000001", "1000001", "0.0000005", "\"\""]
      var events = costs.enumerated().map { number, cost in
        deed(number, conversation: number, "\"action_type\":\"propose\",\"rep_id\":\"r\",\"cost\":\(cost)")
      }
      for (number, rep) in ["e\u{301}", "é"].enumerated() {
        events.append(deed(20 + number, conversation: 20, "\"action_type\":\"propose\",\"rep_id\":\"\(rep)\""))
      }
      for (number, amount) in ["1e308", "1e-400", "-5", "0.1234567890123456789", "\"\"", "null"].enumerated() {
        events.append(TestEvent.won(30 + number, conversations: [number], at: 5, amount: amount))
      }
      try await fleet.publish(events)
      try await fleet.drainRollups()
      try await fleet.expectSoundRollups("absurd")
      let actions = try await fleet.rollups().filter { $0.hasPrefix("actions") }
      #expect(actions.count == 3 && actions.last == "actions|\(Self.day)|é|propose||1|0|0")
      #expect(actions.first?.hasPrefix("actions|\(Self.day)|e\u{301}") == true)
      #expect(actions.contains("actions|\(Self.day)|r|propose||8|5|2000000000000"))
      #expect(try await fleet.letters().isEmpty)
    }
  }

  @Test("with workers and loops side by side, labels and windows in between, figures are a count of the tables")
  func world() async throws {
    try await TestFleet.with { fleet in
      let world = try FleetWorld(seed: 19)
      try await fleet.set(world.settings)
      try await fleet.publish(world.events.prefix(world.events.count / 2))
      let flags = ["reckoner.batch.size": "7", "reckoner.lanes": "2"].merging(TestFleet.everyRole) { $1 }
      try await fleet.drainWorkers(3, flags)
      try await fleet.expectSoundRollups("the first half")
      for label in world.labels { try await fleet.execute(label.sql) }
      try await fleet.sweep(asOf: TestEvent.start + .days(20))
      try await fleet.publish(world.events.shuffled())
      try await fleet.drainWorkers(3, flags)
      try await fleet.sweep(asOf: TestEvent.start + .days(59))
      try await fleet.drainWorkers(2, flags)
      try await fleet.drainAggregators()
      try await fleet.expectSoundRollups("the end")
      #expect(try await fleet.verify().found == [:])
      let figures = try await fleet.rollups(tenant: TestEvent.tenant(2))
      #expect(figures.count > 20)
    }
  }
}
