import Alerts
import Calibration
import Delivery
import EventModel
import Foundation
import PostgresClient
import RedisClient
import Store
import Streams
import TestSupport
import Testing
import Workers

/// Each of the six rules over what the fleet made of events: it opens once, and ends once.
@Suite(.timeLimit(.minutes(10))) struct AlertRuleTests {
  private static let tenant = AlertWorld.tenant
  /// Emails of each of 35 days, and when the last of their days is matured.
  private static let emailCount = 8
  private static let dayCount = 35
  private static let looked = TestEvent.start + .days(36)

  /// Emails, and replies to as many of each day.
  private static func emails(_ answered: (_ day: Int) -> Int) -> [TestEvent] {
    (0..<dayCount).flatMap { day in
      (0..<emailCount).flatMap { place -> [TestEvent] in
        let number = day * emailCount + place
        let email = TestEvent.action(number, conversation: number, at: Int64(day) * 24)
        return place < answered(day) ? [email, reply(number, day)] : [email]
      }
    }
  }

  private static func reply(_ number: Int, _ day: Int) -> TestEvent {
    .reply(100_000 + number, conversation: number, at: Int64(day) * 24 + 1)
  }

  @Test("a falling success rate alerts, and replies that come after expiry correct the figures and end the alert")
  func successRate() async throws {
    try await TestFleet.with { fleet in
      let world = AlertWorld(fleet: fleet)
      try await fleet.publish(Self.emails { $0 < 28 ? 6 : 1 })
      try await fleet.drainRollups()
      try await fleet.sweep(asOf: Self.looked)
      #expect(try await world.events(of: .successRateFalls, at: Self.looked) == ["firing send_email"])
      let opened = try #require(try await world.alerts().first)
      #expect(opened.state == .firing && opened.figures.sampleCount == 56)
      #expect(opened.title == "The success rate of send_email fell from 75 % to 12.5 %")
      #expect(try await world.events(of: .successRateFalls, at: Self.looked + .hours(1)) == [])
      // They had been sent in time, and arrive now.
      let late = (28..<35).flatMap { day in (1..<6).map { Self.reply(day * Self.emailCount + $0, day) } }
      try await fleet.publish(late)
      try await fleet.drainRollups()
      let report = try await world.look(at: Self.looked + .hours(2))
      #expect(report.closedCount == 1 && report.openCount == 0)
      let change = try #require(report.changes.first)
      #expect(change.event == .resolved && change.id == opened.id)
      let corrected = "of them 7 of 56 had succeeded then, and 42 of 56 have now."
      #expect(change.lines.contains { $0.hasSuffix(corrected) }, "\(change.lines)")
      #expect(try await world.events(of: .successRateFalls, at: Self.looked + .hours(3)) == [])
      #expect(try await world.alerts().map(\.state) == [.resolved])
    }
  }

  @Test("a jump of escalations alerts the tenant, and ends when they are as before")
  func escalations() async throws {
    try await TestFleet.with { fleet in
      let world = AlertWorld(fleet: fleet)
      let actions = (0..<70).flatMap { day in
        (0..<10).map { place in
          let isEscalated = place < ((28..<35).contains(day) ? 5 : 1)
          let number = day * 10 + place
          return TestEvent.action(
            number,
            conversation: number,
            at: Int64(day) * 24,
            type: isEscalated ? "escalate" : "send_email"
          )
        }
      }
      try await fleet.publish(actions)
      try await fleet.drainRollups()
      let jump = TestEvent.start + .days(35)
      #expect(try await world.events(of: .escalationRateJumps, at: jump - .days(7)) == [])
      #expect(try await world.events(of: .escalationRateJumps, at: jump) == ["firing all"])
      let after = jump + .days(14)
      #expect(try await world.events(of: .escalationRateJumps, at: after) == ["resolved all"])
      #expect(try await world.events(of: .escalationRateJumps, at: jump + .days(35)) == [])
      #expect(
        try await world.alerts().filter { $0.rule == .escalationRateJumps }.map(\.title) == [
          "The escalation rate rose from 10 % to 50 %"
        ]
      )
    }
  }

  @Test("a calibration that drifts alerts, and ends when the period before is no better")
  func drift() async throws {
    try await TestFleet.with { fleet in
      let world = AlertWorld(fleet: fleet)
      // Ten samples a day; what came true seven times of ten comes true three times from day 14 on.
      let rows = (0..<42).flatMap { day in
        (0..<10).map { place in
          let actedAt = TestEvent.start + .days(Int64(day))
          return SampleRow(
            tenantID: Self.tenant,
            update: CalibrationUpdate(
              outcomeID: OutcomeID(TestEvent.uuid(7, day * 10 + place)),
              revision: 1,
              state: .present,
              actionType: ActionType("send_email"),
              predictedConfidence: 0.7,
              outcome: place < (day < 14 ? 7 : 3),
              weight: 1,
              outcomeType: .emailEngagement,
              status: .positive,
              actedAt: actedAt,
              resolvedAt: actedAt,
              windowExpiresAt: actedAt + .hours(24),
              calibrationVersion: nil
            )
          )
        }
      }
      let bins = ConfidenceBin.all.map { BinKey(tenantID: Self.tenant, actionType: ActionType("send_email"), bin: $0) }
      _ = try await fleet.postgres.send(InsertSamples(rows), CreateBins(bins, now: TestEvent.start))
      let drifted = TestEvent.start + .days(29)
      #expect(try await world.events(of: .calibrationDrifts, at: drifted) == ["firing send_email"])
      #expect(try await world.events(of: .calibrationDrifts, at: drifted + .hours(1)) == [])
      #expect(try await world.events(of: .calibrationDrifts, at: drifted + .days(14)) == ["resolved send_email"])
      let alert = try #require(try await world.alerts().first)
      #expect(alert.title == "The agent became more confident in send_email than comes true" && !alert.isOpen)
    }
  }

  @Test("dead letters that rise alert, and end when they are dealt with; a slow rise is seen by their number")
  func deadLetters() async throws {
    try await TestFleet.with { fleet in
      let world = AlertWorld(fleet: fleet)
      let time = { (hour: Int64) in TestEvent.start + .hours(hour) }
      let name = AlertWorld.stream.text
      try await world.bury(9)
      #expect(try await world.events(of: .deadLettersRise, at: time(0)) == [])
      try await world.bury(4)
      #expect(try await world.events(of: .deadLettersRise, at: time(1)) == [])
      try await world.bury(10)
      #expect(try await world.events(of: .deadLettersRise, at: time(2)) == ["firing \(name)"])
      try await world.bury(10)
      #expect(try await world.events(of: .deadLettersRise, at: time(3)) == [], "one alert is open")
      try await world.exhume()
      #expect(try await world.events(of: .deadLettersRise, at: time(4)) == ["resolved \(name)"])
      // Nine at each look are no rise; a hundred are too many, until they are less than fifty.
      for hour in Int64(5)..<17 {
        try await world.bury(9)
        #expect(try await world.events(of: .deadLettersRise, at: time(hour)) == (hour == 16 ? ["firing \(name)"] : []))
      }
      _ = try await fleet.redis.send(RawCommand(["XTRIM", AlertWorld.stream.deadLetterText, "MAXLEN", "60"]))
      #expect(try await world.events(of: .deadLettersRise, at: time(17)) == [])
      _ = try await fleet.redis.send(RawCommand(["XTRIM", AlertWorld.stream.deadLetterText, "MAXLEN", "40"]))
      #expect(try await world.events(of: .deadLettersRise, at: time(18)) == ["resolved \(name)"])
    }
  }

  @Test("a stream alerts where its oldest entry waits and doesn't move, with its group and without")
  func stall() async throws {
    try await TestFleet.with { fleet in
      let world = AlertWorld(fleet: fleet)
      let time = { (minute: Int64) in TestEvent.start + .seconds(60 * minute) }
      let key = AlertWorld.stream.text
      let now = try await fleet.redis.send(ServerTime()) / 1000
      for minutes in [40, 30, 20] as [Int64] {
        _ = try await fleet.redis.send(RawCommand(["XADD", key, "\(now - minutes * 60_000)-0", "n", "1"]))
      }
      #expect(try await world.events(of: .streamStalls, at: time(0)) == [], "one look tells no move")
      #expect(try await world.events(of: .streamStalls, at: time(1)) == ["firing \(key)"])
      let group = ConsumerGroup.outcomeWorkers
      _ = try await StreamDirectory(group: group, redis: fleet.redis).createGroups(of: [AlertWorld.stream])
      let read = StreamReadGroup(group: group.rawValue, consumer: "a", keys: [key], count: 3)
      _ = try await fleet.redis.send(read)
      #expect(try await world.events(of: .streamStalls, at: time(2)) == [], "given out is not done")
      let ids = try await fleet.redis.send(StreamRange(key: key)).map(\.id)
      _ = try await fleet.redis.send(StreamAcknowledge(key: key, group: group.rawValue, ids: [ids[0]]))
      #expect(try await world.events(of: .streamStalls, at: time(3)) == [], "it moves, and that isn't all well yet")
      #expect(try await world.events(of: .streamStalls, at: time(4)) == [], "it stands again: still one alert")
      _ = try await fleet.redis.send(StreamAcknowledge(key: key, group: group.rawValue, ids: ids))
      #expect(try await world.events(of: .streamStalls, at: time(5)) == [])
      #expect(try await world.events(of: .streamStalls, at: time(14)) == [])
      #expect(try await world.events(of: .streamStalls, at: time(15)) == ["resolved \(key)"])
      #expect(try await world.alerts().filter { $0.rule == .streamStalls }.count == 1)
    }
  }

  @Test("a reviewer who answers half as often as before alerts, and ends when that is over")
  func fatigue() async throws {
    try await TestFleet.with { fleet in
      let world = AlertWorld(fleet: fleet)
      // Thirty questions in each of three periods, one a day: 24, 3 and 24 answered.
      let asked = """
        SELECT '\(Self.tenant)'::uuid AS tenant, number, 'd-' || number AS target,
          timestamptz '\(TestEvent.start.rfc3339)' + number * interval '1 day' + interval '1 hour' AS asked_at,
          (number / 30 = 1 AND number % 30 < 3) OR (number / 30 <> 1 AND number % 30 < 24) AS is_answered
        FROM generate_series(0, 89) AS number
        """
      try await fleet.execute(
        """
        INSERT INTO learning.conversations (tenant_id, conversation_state_id)
        SELECT DISTINCT tenant, '\(TestEvent.conversation(1))'::uuid FROM (\(asked)) AS asked;
        INSERT INTO learning.feedback_prompts
        SELECT tenant, 'ada', (asked_at AT TIME ZONE 'UTC')::date, 'decision', target, '\(TestEvent.conversation(1))',
          asked_at FROM (\(asked)) AS asked;
        INSERT INTO learning.feedback_entries (
          tenant_id, feedback_id, conversation_state_id, target_type, target_id, source, rating, reviewer_id,
          reviewer_role, created_at)
        SELECT tenant, gen_random_uuid(), '\(TestEvent.conversation(1))', 'decision', target, 'inline', 1, 'ada',
          'manager', asked_at + interval '1 hour' FROM (\(asked)) AS asked WHERE is_answered
        """
      )
      let tired = TestEvent.start + .days(60)
      #expect(try await world.events(of: .feedbackFatigue, at: TestEvent.start + .days(30)) == [])
      #expect(try await world.events(of: .feedbackFatigue, at: tired) == ["firing ada"])
      #expect(try await world.events(of: .feedbackFatigue, at: tired + .hours(1)) == [])
      #expect(try await world.events(of: .feedbackFatigue, at: tired + .days(30)) == ["resolved ada"])
      let alert = try #require(try await world.alerts().first)
      #expect(alert.severity == .info && alert.title == "ada seems tired of being asked")
    }
  }
}
