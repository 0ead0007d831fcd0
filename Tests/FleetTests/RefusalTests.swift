import Delivery
import EventModel
import RedisClient
import Resolution
import Store
import TestSupport
import Testing
import Workers

@Suite(.timeLimit(.minutes(10))) struct RefusalTests {
  private static let mebibytes8 = Array(repeating: UInt8(ascii: " "), count: 8 << 20)

  /// Entries that can never be applied, each with the reason that its letter must name.
  private static func broken() -> [(reason: RefusalReason, event: TestEvent)] {
    let good = TestEvent.action(100, conversation: 9)
    let deep = String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    let nested =
      "{\"conversation_state_id\":\"\(TestEvent.conversation(9))\",\"action_type\":\"a\",\"metadata\":{\"a\":\(deep)}}"
    let future = (TestFleet.now + .days(2)).rfc3339
    var junk = good
    junk.fields = [StreamField("junk", "1")]
    var empty = good
    empty.fields = [StreamField("", "")]
    var doubled = good
    doubled.fields.append(StreamField("event_id", TestEvent.eventID(101).description))
    var version = good.with("version", nil)
    version.fields.append(StreamField("version", "2.0"))
    return [
      (.missingField, junk), (.missingField, empty), (.tooLarge, good.with(["data": mebibytes8])),
      (.invalidField, good.with(["event_id": [0xFF, 0xC0, 0x80]])),
      (.invalidJSON, good.with(["data": Array("{\"a\":\"".utf8) + [0xC3, 0x28] + Array("\"}".utf8)])),
      (.unsupportedVersion, version),
      (.tenantMismatch, good.with("tenant_id", TestEvent.tenant(8).description)),
      (.timestampInFuture, good.with("timestamp", future)), (.invalidField, good.with("data", nested)),
      (.invalidField, good.with("data", "{\"conversation_state_id\":\"\\u0000\"}")),
      (.invalidField, TestEvent.stage(102, conversation: 9, to: "nowhere")),
      (.unknownEventType, good.with("event_type", "customer.reply")), (.invalidField, doubled),
      (.invalidJSON, good.with("data", "not json")), (.missingField, good.with("timestamp", nil)),
    ]
  }

  @Test("each broken entry is once among the dead letters with its reason, and its neighbours are applied")
  func broken() async throws {
    try await TestFleet.with { fleet in
      let broken = Self.broken()
      var events: [TestEvent] = []
      for (index, entry) in broken.enumerated() {
        events += [.action(2 * index, conversation: index), entry.event]
        events.append(.reply(2 * index + 1, conversation: index))
      }
      try await fleet.publish(events)
      try await fleet.drainWorkers(2, ["reckoner.batch.size": "7"])
      let letters = try await fleet.letters()
      let expected = broken.map { $0.reason.rawValue }.sorted()
      #expect(letters.map(\.reason).sorted() == expected, "\(letters)")
      #expect(Set(letters.map(\.id)).count == letters.count)
      let count = try await fleet.execute(
        "SELECT count(*) FROM learning.outcome_records WHERE outcome_status = 'positive'"
      )
      #expect(count == "\(broken.count)")
      try await fleet.drainAggregators()
      let report = try await fleet.verify()
      #expect(report.found == [:])
      #expect(report.entries.dead == broken.count && report.entries.applied == 2 * broken.count)
    }
  }

  @Test("of two contents with one id the first stays, within a batch and across batches", arguments: [1, 1000])
  func conflict(batchSize: Int) async throws {
    try await TestFleet.with { fleet in
      let flags = ["reckoner.batch.size": "\(batchSize)"]
      let first = TestEvent.action(1, confidence: 0.25)
      let second = TestEvent.action(1, confidence: 0.75)
      try await fleet.publish([first, second, first, .reply(2), second])
      try await fleet.drainWorkers(1, flags)
      #expect(try await fleet.letters().map(\.reason) == ["event_id_conflict", "event_id_conflict"])
      try await fleet.publish([second, first])
      try await fleet.drainWorkers(1, flags)
      #expect(try await fleet.letters().count == 3)
      #expect(try await fleet.execute("SELECT predicted_confidence FROM learning.outcome_records") == "0.25")
      try await fleet.drainAggregators()
      let report = try await fleet.verify()
      #expect(report.found == [:])
      #expect(report.entries.applied == 4 && report.entries.dead == 3)
    }
  }

  @Test("one id in two tenants is two events")
  func tenants() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1, tenant: 1), .action(1, tenant: 2, confidence: 0.1)])
      try await fleet.drainWorkers()
      #expect(try await fleet.letters().isEmpty)
      #expect(try await fleet.execute("SELECT count(*) FROM learning.outcome_records") == "2")
    }
  }

  @Test("an unknown stage is refused; after the tenant's order names it the event is applied when it comes again")
  func unknownStage() async throws {
    try await TestFleet.with { fleet in
      let stage = TestEvent.stage(2, at: 3, to: "offer")
      try await fleet.publish([.action(1, type: "propose"), stage])
      try await fleet.settle()
      #expect(try await fleet.letters().map(\.reason) == ["invalid_field"])
      #expect(try await fleet.verify().found == [:])
      let settings = TenantSettings(of: TestEvent.tenant(1), in: fleet.postgres)
      try await settings.set(
        .resolution(.dealStages),
        to: "[\"prospecting\",\"offer\",\"closed_won\"]",
        now: TestFleet.now
      )
      try await fleet.publish([stage])
      try await fleet.settle()
      #expect(try await fleet.letters().count == 1)
      #expect(
        try await fleet.execute("SELECT outcome_status, outcome_score FROM learning.outcome_records") == "positive|0.2"
      )
      // Recorded under the old order: a later order without the name doesn't refuse what is recorded.
      try await settings.set(.resolution(.dealStages), to: nil, now: TestFleet.now)
      try await fleet.publish([stage])
      try await fleet.settle()
      #expect(try await fleet.letters().count == 1)
    }
  }
}
