import Calibration
import Delivery
import EventModel
import PostgresClient
import RedisClient
import Store
import Streams
import TestSupport
import Testing

@testable import Insight
@testable import Workers

/// From samples to what agents read, over the whole pipeline.
@Suite(.timeLimit(.minutes(10))) struct AdjustmentTests {
  private static let tenant = TestEvent.tenant(1)
  private static let key = CalibrationKey(tenantID: tenant, actionType: ActionType("send_email"))

  /// Actions that say 0.9 and of which so many are answered; the others bounce.
  private static func actions(
    _ numbers: Range<Int>,
    answered: Int,
    at hours: Int64 = 0,
    tenant: Int = 1,
    type: String = "send_email"
  ) -> [TestEvent] {
    numbers.flatMap { number in
      [
        TestEvent.action(2 * number, tenant: tenant, conversation: number, at: hours, type: type, confidence: 0.9),
        .reply(
          2 * number + 1,
          tenant: tenant,
          conversation: number,
          at: hours + 1,
          type: number - numbers.lowerBound < answered ? "reply" : "bounce"
        ),
      ]
    }
  }

  /// Samples of an overconfident agent are folded before they are matured, so that nobody judges them.
  private func settleEarly(_ fleet: TestFleet) async throws {
    let early = fleet.at(TestEvent.start + .hours(5))
    try await early.publish(Self.actions(0..<60, answered: 20))
    try await early.settle()
  }

  @Test("an overconfident agent is corrected: state, history, event and what it reads agree, and verify holds")
  func corrected() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish(Self.actions(0..<60, answered: 20))
      try await fleet.settle()
      let state = try #require(try await fleet.state())
      // 0.9 - (20 + 9) / 70, a tenth of it.
      let step = 0.1 * (0.9 - 29.0 / 70)
      #expect(state.version == 1 && state.verdict == .overconfident && state.lastAdjustedAt == TestFleet.now)
      #expect(abs(state.correction.confidenceScaling - (1 - step)) < 1e-12)
      #expect(abs(state.correction.escalationThreshold - (0.7 + step)) < 1e-12)
      let row = try #require(try await fleet.history().first)
      #expect(row.version == 1 && row.status == .applied && row.kind == .adjust && row.sampleCount == 60)
      #expect(row.after == state.correction && row.before == .initial && row.decidedBy == nil)
      #expect(row.evidence?.contains("\"bins\"") == true && row.reason.contains("60 matured actions"))
      let announcements = try await fleet.announcements()
      #expect(announcements.map(\.version) == [1])
      #expect(announcements.first?.confidenceScaling == state.correction.confidenceScaling)
      let read = try await fleet.correction()
      #expect(read["confidence_scaling"] == "\(state.correction.confidenceScaling)")
      #expect(read["escalation_threshold"] == "\(state.correction.escalationThreshold)")
      #expect(read["version"] == "1" && read["verdict"] == "overconfident")
      #expect(read["updated_at"] == TestFleet.now.rfc3339)
      #expect(try await fleet.verify().found == [:])
    }
  }

  @Test("a calibrated agent is left alone, and reads so")
  func calibrated() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish(Self.actions(0..<60, answered: 52))
      try await fleet.settle()
      #expect(try await fleet.state()?.verdict == .calibrated)
      #expect(try await fleet.correction()["verdict"] == "calibrated")
      #expect(try await fleet.history().isEmpty)
      #expect(try await fleet.announcements().isEmpty)
    }
  }

  @Test("samples count when they are matured, not before: the scheduler judges them as time passes")
  func maturity() async throws {
    try await TestFleet.with { fleet in
      let early = fleet.at(TestEvent.start + .hours(5))
      try await early.publish(Self.actions(0..<60, answered: 20))
      try await early.settle()
      #expect(try await early.state()?.version == 0)
      #expect(try await early.correction()["verdict"] == "insufficient_data")
      #expect(try await early.judge(asOf: TestEvent.start + .hours(23)) == 0)
      #expect(try await early.judge(asOf: TestEvent.start + .hours(24)) == 1)
      #expect(try await early.state()?.version == 1)
      #expect(try await early.correction()["version"] == "1")
    }
  }

  @Test("after an adjustment only later actions count, and those under another version never")
  func anew() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish(Self.actions(0..<60, answered: 20))
      let first = fleet.at(TestEvent.start + .hours(30))
      try await first.settle()
      #expect(try await first.state()?.version == 1)
      // Acted before the adjustment, known after it.
      try await first.publish(Self.actions(100..<160, answered: 10, at: 20))
      // Acted after it, under the old version.
      let old = Self.actions(200..<260, answered: 10, at: 40).map { event in
        event.key.eventType == .agentAction
          ? event.with("data", event.data.replacing("}", with: ",\"calibration_version\":0}")) : event
      }
      try await first.publish(old)
      let later = fleet.at(TestEvent.start + .days(4))
      try await later.settle()
      #expect(try await later.state()?.version == 1)
      try await later.publish(Self.actions(300..<360, answered: 10, at: 45))
      try await later.settle()
      #expect(try await later.state()?.version == 2)
      #expect(try await later.history().map(\.sampleCount) == [60, 60])
      #expect(try await later.verify().found == [:])
    }
  }

  @Test("a mode that proposes waits for a person; a newer judgement takes the place of what waits")
  func proposals() async throws {
    try await TestFleet.with { fleet in
      let settings = TenantSettings(of: Self.tenant, in: fleet.postgres)
      try await settings.set(.calibration(.mode), to: "\"propose\"", now: TestFleet.now)
      try await fleet.publish(Self.actions(0..<60, answered: 20))
      try await fleet.settle()
      #expect(try await fleet.state()?.version == 0)
      let reader = CalibrationReader(postgres: fleet.postgres)
      let first = try #require(try await reader.standings(of: Self.tenant).first?.proposal)
      try await fleet.publish(Self.actions(100..<160, answered: 10))
      try await fleet.settle()
      let second = try #require(try await reader.standings(of: Self.tenant).first?.proposal)
      #expect(second.adjustmentID != first.adjustmentID && second.sampleCount == 120)
      #expect(Set(try await fleet.history().map(\.status)) == [.rejected, .proposed])
      let decisions = CalibrationDecisions(postgres: fleet.postgres, now: TestFleet.now + .hours(1))
      let row = try await decisions.approve(Self.key, by: "anna")
      #expect(row.state.version == 1 && row.state.correction == second.after)
      await #expect(throws: CalibrationDecisions.Obstacle.noOpenProposal) {
        try await decisions.approve(Self.key, by: "anna")
      }
      try await fleet.drainAggregators()
      #expect(try await fleet.correction()["version"] == "1")
      #expect(try await fleet.announcements().map(\.decidedBy) == ["anna"])
      #expect(try await fleet.verify().found == [:])
    }
  }

  @Test("a person goes back to earlier values, freezes them, and lets them go again")
  func rollback() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish(Self.actions(0..<60, answered: 20))
      try await fleet.settle()
      let decisions = CalibrationDecisions(postgres: fleet.postgres, now: TestFleet.now + .hours(1))
      let back = try await decisions.rollBack(Self.key, by: "ben")
      #expect(back.state.version == 2 && back.state.correction == .initial)
      await #expect(throws: CalibrationDecisions.Obstacle.alreadyInForce) {
        try await decisions.rollBack(Self.key, to: 0, by: "ben")
      }
      await #expect(throws: CalibrationDecisions.Obstacle.noSuchVersion) {
        try await decisions.rollBack(Self.key, to: 9, by: "ben")
      }
      let unknown = CalibrationKey(tenantID: Self.tenant, actionType: ActionType("sing"))
      await #expect(throws: CalibrationDecisions.Obstacle.unknownActionType) {
        try await decisions.rollBack(unknown, by: "ben")
      }
      #expect(try await decisions.setFrozen(true, Self.key).state.isFrozen)
      let later = fleet.at(TestFleet.now + .days(9))
      let hours = 60 * 24 + 48 as Int64
      try await later.publish(Self.actions(100..<160, answered: 5, at: hours))
      try await later.settle()
      #expect(try await later.state()?.version == 2)
      #expect(try await later.state()?.verdict == .overconfident)
      #expect(try await decisions.setFrozen(false, Self.key).state.isFrozen == false)
      try await later.publish(Self.actions(200..<260, answered: 5, at: hours))
      try await later.settle()
      #expect(try await later.history().map(\.kind) == [.adjust, .rollback, .adjust])
      #expect(try await later.announcements().map(\.version) == [1, 2, 3])
      #expect(try await later.verify().found == [:])
    }
  }

  @Test("settings of a tenant are its own, and off only reports")
  func settings() async throws {
    try await TestFleet.with { fleet in
      let first = TenantSettings(of: Self.tenant, in: fleet.postgres)
      try await first.set(.calibration(.mode), to: "\"off\"", now: TestFleet.now)
      let second = TenantSettings(of: TestEvent.tenant(2), in: fleet.postgres)
      try await second.set(.calibration(.cycleSamples), to: "70", now: TestFleet.now)
      for tenant in 1...3 { try await fleet.publish(Self.actions(0..<60, answered: 20, tenant: tenant)) }
      try await fleet.settle()
      let states = try await (1...3).asyncMap { try await fleet.state(tenant: TestEvent.tenant($0)) }
      #expect(states.map { $0?.version } == [0, 0, 1])
      #expect(states.map { $0?.verdict } == [.overconfident, .insufficientData, .overconfident])
      #expect(try await fleet.execute("SELECT count(*) FROM learning.due_conversations") == "0")
    }
  }

  @Test("judges at the same time make one adjustment")
  func together() async throws {
    try await TestFleet.with { fleet in
      try await settleEarly(fleet)
      #expect(try await fleet.state()?.version == 0)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 {
          group.addTask {
            _ = try await ConfidenceJudge(postgres: fleet.postgres).judge([Self.key], asOf: TestFleet.now)
          }
        }
        try await group.waitForAll()
      }
      #expect(try await fleet.state()?.version == 1)
      #expect(try await fleet.history().count == 1)
    }
  }

  @Test("an adjustment whose judge died right after its commit reaches the agent all the same")
  func diedAfterCommit() async throws {
    try await TestFleet.with { fleet in
      try await settleEarly(fleet)
      _ = try await ConfidenceJudge(postgres: fleet.postgres).judge([Self.key], asOf: TestFleet.now)
      #expect(try await fleet.correction()["version"] == "0")
      #expect(try await fleet.announcements().isEmpty)
      // Whoever is alive.
      try await fleet.drainWorkers()
      try await fleet.drainAggregators()
      #expect(try await fleet.correction()["version"] == "1")
      #expect(try await fleet.announcements().map(\.version) == [1])
    }
  }

  @Test("what agents read comes back after Redis forgot everything, and an older revision never replaces a newer one")
  func forgotten() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish(Self.actions(0..<60, answered: 20))
      try await fleet.settle()
      let before = try await fleet.correction()
      _ = try await fleet.redis.send(FlushAll())
      #expect(try await fleet.correction().isEmpty)
      try await fleet.drainAggregators()
      #expect(try await fleet.correction() == before)
      let row = try #require(try await fleet.postgres.send(ListStates(of: Self.tenant)).first)
      let older = PublishedCorrection(
        StateRow(
          key: row.key,
          state: CalibrationState(),
          revision: row.revision - 1,
          publishedRevision: 0,
          updatedAt: row.updatedAt
        )
      )
      #expect(try await CorrectionPublisher(redis: fleet.redis).offer([older]).allSatisfy { $0 == nil })
      #expect(try await fleet.correction() == before)
    }
  }

  @Test("verify names a correction that isn't what its history says")
  func damage() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish(Self.actions(0..<60, answered: 20))
      try await fleet.settle()
      try await fleet.execute("UPDATE learning.calibration_state SET confidence_scaling = 1.4")
      #expect(try await fleet.verify().found == ["state_differs": 1])
      try await fleet.execute("DELETE FROM learning.calibration_state")
      #expect(try await fleet.verify().found == ["state_differs": 1])
    }
  }
}

extension TestEvent {
  /// The payload as text.
  var data: String {
    fields.first { $0.name == Array("data".utf8) }.map { String(decoding: $0.value, as: UTF8.self) } ?? ""
  }
}

extension Sequence {
  fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await transform(element)) }
    return values
  }
}
