import Analytics
import EventModel
import Foundation
import PostgresClient
import Reports
import Store
import Testing
import Workers

@Suite(.timeLimit(.minutes(5))) struct ReportMakerTests {
  private let tenant = TestEvent.tenant(1)
  /// The tenth day after the beginning, at 07:00 UTC.
  private let dueAt = (TestEvent.start + .days(10)).startOfDay + .hours(7)

  private struct Interrupted: Error {}

  private func maker(_ fleet: TestFleet, at time: Timestamp) -> ReportMaker {
    ReportMaker(postgres: fleet.postgres, clock: WallClock { time })
  }

  /// Ninety e-mails in as many conversations over nine days, of which a third is answered.
  private func fill(_ fleet: TestFleet) async throws {
    var events: [TestEvent] = []
    for number in 1...90 {
      let hour = Int64(number * 2)
      events.append(.action(number, conversation: number, at: hour, confidence: Double(number % 10) / 10 + 0.05))
      if number.isMultiple(of: 3) { events.append(.reply(1000 + number, conversation: number, at: hour + 1)) }
    }
    try await fleet.publish(events)
    try await settle(fleet, asOf: dueAt)
  }

  /// The whole way of what is published; a sweep closes windows and ends with the roll-ups up to date.
  private func settle(_ fleet: TestFleet, asOf time: Timestamp) async throws {
    try await fleet.settle()
    try await fleet.sweep(asOf: time)
    try await fleet.settle()
    try await fleet.sweep(asOf: time)
  }

  private func figure(_ name: String, of report: Report) throws -> ReportFigure {
    let figures = report.sections.flatMap(\.parts).flatMap(\.figures)
    return try #require(figures.first { $0.name == name }, "\(figures.map(\.name))")
  }

  private func set(_ key: String, _ value: String, _ fleet: TestFleet) async throws {
    _ = try await fleet.postgres.send(PutSetting(tenantID: tenant, key: key, value: value, now: dueAt))
  }

  @Test("a due time's reports are made once, and whoever asks again, or at the same time, stores nothing")
  func once() async throws {
    try await TestFleet.with { fleet in
      try await fill(fleet)
      let makers = (0..<3).map { _ in maker(fleet, at: dueAt + .seconds(5)) }
      let made = try await withThrowingTaskGroup(of: [MadeReport].self) { group in
        for maker in makers { group.addTask { try await maker.make(.daily, of: tenant, dueAt: dueAt) } }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(made.count == 1)
      let report = try #require(made.first).report
      #expect(report.revision == 1 && report.order.team == nil && report.generatedAt == dueAt + .seconds(5))
      let rate = try figure("success_rate", of: report)
      #expect(rate.value == 1.0 / 3 && rate.sampleSize == 90, "\(rate)")
      #expect(report.headline.contains("90 decided actions"), "\(report.headline)")
      let calibration = try #require(report.sections.first { $0.name == .calibration })
      #expect(calibration.parts.contains { $0.title == "send_email" && $0.exhibits.first?.drawing != nil })
      #expect(try await maker(fleet, at: dueAt + .hours(1)).make(.daily, of: tenant, dueAt: dueAt).isEmpty)
      #expect(
        try await maker(fleet, at: dueAt).make(.weekly, of: tenant, dueAt: dueAt).map(\.report.order.kind) == [.weekly]
      )
      let stored = try await fleet.execute("SELECT kind, revision FROM learning.reports ORDER BY kind")
      #expect(stored == "daily|1\nweekly|1")
    }
  }

  @Test("what is to be done with a new report is done when it is stored, and only then")
  func together() async throws {
    try await TestFleet.with { fleet in
      let maker = maker(fleet, at: dueAt)
      await #expect(throws: Interrupted.self) {
        _ = try await maker.make(.daily, of: tenant, dueAt: dueAt) { transaction, _ in
          _ = try await transaction.send(PutSetting(tenantID: tenant, key: "note", value: "1", now: dueAt))
          throw Interrupted()
        }
      }
      let counts = "SELECT (SELECT count(*) FROM learning.reports), (SELECT count(*) FROM learning.tenant_settings)"
      #expect(try await fleet.execute(counts) == "0|0")
      let made = try await maker.make(.daily, of: tenant, dueAt: dueAt) { transaction, report in
        #expect(report.html.contains("No action was recorded"))
        _ = try await transaction.send(PutSetting(tenantID: tenant, key: "note", value: "1", now: dueAt))
      }
      #expect(made.count == 1)
      #expect(try await fleet.execute(counts) == "1|1")
      let again = try await maker.make(.daily, of: tenant, dueAt: dueAt) { _, _ in throw Interrupted() }
      #expect(again.isEmpty, "nobody is told of what is stored already")
    }
  }

  @Test("a late reply after expiry corrects the report, once, and the page says so; nothing else does")
  func lateReply() async throws {
    try await TestFleet.with { fleet in
      try await fill(fleet)
      let first = try await maker(fleet, at: dueAt).make(.daily, of: tenant, dueAt: dueAt)
      _ = try await maker(fleet, at: dueAt).make(.weekly, of: tenant, dueAt: dueAt)
      #expect(try figure("success_rate", of: try #require(first.first).report).value == 1.0 / 3)
      let later = dueAt + .days(2)
      #expect(try await maker(fleet, at: later).correct(of: tenant, asOf: later).isEmpty, "nothing changed")
      // New actions, and what becomes of them, are the next report's.
      try await fleet.publish([
        .action(500, conversation: 500, at: 250), .reply(501, conversation: 500, at: 251),
        .action(502, conversation: 502, at: 252),
      ])
      try await settle(fleet, asOf: later)
      #expect(
        try await maker(fleet, at: later).correct(of: tenant, asOf: later).isEmpty,
        "later actions change nothing"
      )
      // In time by the customer's clock, and long after the window by ours.
      try await fleet.publish([.reply(2000, conversation: 1, at: 3)])
      try await settle(fleet, asOf: later)
      let corrected = try await maker(fleet, at: later).correct(of: tenant, asOf: later)
      #expect(corrected.map(\.report.revision) == [2, 2])
      let daily = try #require(corrected.first { $0.report.order.kind == .daily })
      #expect(try figure("success_rate", of: daily.report).value == 31.0 / 90)
      #expect(daily.html.contains("Revision 2, corrected on") && daily.report.correctedAt == later)
      #expect(daily.report.order == first.first?.report.order)
      #expect(try await maker(fleet, at: later).correct(of: tenant, asOf: later).isEmpty, "once is enough")
      let stored = try #require(
        try await fleet.postgres.send(FindReport(daily.id, of: tenant, for: .everyone)).first
      )
      #expect(stored.report.revision == 2 && stored.report.correctedAt == later && stored.html == daily.html)
      // What lies further back than a week stays as it was told.
      let muchLater = dueAt + .days(9)
      try await fleet.publish([.reply(2001, conversation: 2, at: 5)])
      try await settle(fleet, asOf: muchLater)
      let last = try await maker(fleet, at: muchLater).correct(of: tenant, asOf: muchLater)
      #expect(last.map(\.report.order.kind) == [.weekly])
    }
  }

  @Test("each team has a report of its own figures, by the clocks of the tenant's zone")
  func teams() async throws {
    try await TestFleet.with { fleet in
      try await set("teams", #"{"north": ["ada"], "south": ["bob", "cyd"]}"#, fleet)
      try await set("time_zone", "\"Europe/Berlin\"", fleet)
      var events: [TestEvent] = []
      for (number, rep) in ["ada", "ada", "bob", "dan"].enumerated() {
        let data = """
          {"conversation_state_id":"\(TestEvent.conversation(number + 1))","action_type":"send_email",\
          "predicted_confidence":0.5,"rep_id":"\(rep)"}
          """
        let time = dueAt.startOfDay - .hours(5)
        events.append(TestEvent(.agentAction, TestEvent.eventID(number + 1), tenant: tenant, at: time, data: data))
      }
      try await fleet.publish(events)
      try await settle(fleet, asOf: dueAt)
      let made = try await maker(fleet, at: dueAt).make(.daily, of: tenant, dueAt: dueAt)
      let actions = try Dictionary(
        uniqueKeysWithValues: made.map { ($0.report.order.team?.text, try figure("actions", of: $0.report).value) }
      )
      #expect(actions == ["north": 2, "south": 1])
      let north = try #require(made.first { $0.report.order.team == TeamID("north") })
      #expect(north.title.contains("of team north"))
      #expect(north.html.contains("Europe/Berlin (UTC+01:00)") && north.html.contains("08:00"), "the hour of Berlin")
      let executive = try await maker(fleet, at: dueAt).make(.weekly, of: tenant, dueAt: dueAt)
      #expect(try figure("actions", of: try #require(executive.first).report).value == 4)
      let other = try await maker(fleet, at: dueAt).make(.daily, of: TestEvent.tenant(2), dueAt: dueAt)
      #expect(try figure("actions", of: try #require(other.first).report).value == 0, "tenants never meet")
      // A team that is no more has nobody whose figures could be corrected.
      try await set("teams", #"{"south": ["bob", "cyd"]}"#, fleet)
      #expect(try await maker(fleet, at: dueAt).correct(of: tenant, asOf: dueAt).isEmpty)
    }
  }

  @Test("open alerts stand first, and a preview stores nothing")
  func alerts() async throws {
    try await TestFleet.with { fleet in
      let maker = ReportMaker(postgres: fleet.postgres, clock: WallClock { dueAt }) { _, _ in
        [OpenAlert(severity: "critical", title: "The backlog is old", since: dueAt - .hours(2))]
      }
      let preview = try await maker.preview(.weekly, of: tenant, dueAt: dueAt)
      #expect(preview.report.sections.first?.name == .alerts && preview.html.contains("The backlog is old"))
      #expect(preview.summary.contains { $0.name == "Open alerts" && $0.text == "1" })
      #expect(try await fleet.execute("SELECT count(*) FROM learning.reports") == "0")
    }
  }
}
