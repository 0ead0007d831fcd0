import EventModel
import PostgresClient
import Reports
import SettingModel
import Sinks
import Store
import TestSupport
import Testing

@testable import Workers

/// A tenant's own schedules, and what comes of them at the other end.
@Suite(.timeLimit(.minutes(5))) struct TenantScheduleTests {
  private static let tenant = TestEvent.tenant(1)
  private static let start = TestEvent.start

  private static func set(_ key: String, _ value: String?, _ fleet: TestFleet) async throws {
    guard let setting = TenantSetting(key: key) else { throw TestFailure.unknownSetting }
    try await TenantSettings(of: tenant, in: fleet.postgres).set(setting, to: value, now: start)
  }

  private enum TestFailure: Error { case unknownSetting }

  private static func schedules(_ fleet: TestFleet) async throws -> [String: ScheduleRow] {
    let rows = try await fleet.postgres.send(ListSchedules(of: tenant, countMax: 100))
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.definition.key.name, $0) })
  }

  private static func deliveries(_ fleet: TestFleet) async throws -> String {
    try await fleet.execute(
      "SELECT subject_kind, subject_event, channel, state, attempt_count FROM learning.deliveries ORDER BY 1, 2, 3"
    )
  }

  @Test("a tenant's schedules are made and follow its settings, in its time zone; a pause and others' stay")
  func settings() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1), .action(2, tenant: 2)])
      try await fleet.settle()
      let keeper = ScheduleKeeper(postgres: fleet.postgres, zones: ZoneBook(postgres: fleet.postgres))
      _ = try await keeper.keep(asOf: Self.start)
      let made = try await Self.schedules(fleet)
      #expect(Set(made.keys) == SchedulePlan.tenantNames)
      #expect(made["daily_report"]?.definition.timeZone == "UTC")
      // 2026-02-02T02:40 UTC is a Monday.
      #expect(made["weekly_report"]?.nextRunAt == Timestamp(rfc3339: "2026-02-02T07:00:00Z"))
      #expect(try await keeper.keep(asOf: Self.start).count == 0, "nothing changes by itself")
      try await Self.set("time_zone", "\"Asia/Kathmandu\"", fleet)
      try await Self.set("daily_report", "\"off\"", fleet)
      try await Self.set("weekly_report", "\"30 18 * * fri\"", fleet)
      let key = ScheduleKey(tenantID: Self.tenant, name: "alerts")
      _ = try await fleet.postgres.send(PauseSchedule(key, pausedAt: Self.start))
      _ = try await keeper.keep(asOf: Self.start)
      let changed = try await Self.schedules(fleet)
      #expect(Set(changed.keys) == ["alerts", "weekly_report", "report_corrections"])
      #expect(changed["weekly_report"]?.nextRunAt == Timestamp(rfc3339: "2026-02-06T18:30:00+05:45"))
      #expect(changed["alerts"]?.pausedAt == Self.start)
      let others = try await fleet.postgres.send(ListSchedules(of: TestEvent.tenant(2), countMax: 100))
      #expect(others.count == 4 && others.allSatisfy { $0.definition.timeZone == "UTC" })
      await #expect(throws: (any Error).self) { try await Self.set("daily_report", "\"61 * * * *\"", fleet) }
    }
  }

  @Test("housekeeping removes what is old, and nothing else")
  func housekeeping() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1), .reply(2)])
      try await fleet.settle()
      let times = [Self.start - .days(402), Self.start - .days(300), Self.start]
      for time in times {
        let made = try await ReportMaker(postgres: fleet.postgres, clock: WallClock { time })
          .make(.daily, of: Self.tenant, dueAt: time)
        #expect(made.count == 1)
        try await fleet.execute(
          """
          INSERT INTO learning.schedule_runs VALUES ('\(Self.tenant)', 'alerts', '\(time.rfc3339)', '\(time.rfc3339)', 1, 1,
            '\(time.rfc3339)', '\(time.rfc3339)', 'me', 'done', '{}')
          """
        )
      }
      #expect(try await Housekeeping(postgres: fleet.postgres).run(asOf: Self.start).count == 3)
      #expect(try await fleet.execute("SELECT count(*) FROM learning.reports") == "2")
      #expect(try await fleet.execute("SELECT count(*) FROM learning.schedule_runs") == "1")
      #expect(try await Housekeeping(postgres: fleet.postgres).run(asOf: Self.start).count == 0)
    }
  }

  @Test("a tenant whose settings can't be read holds up nobody, and keeps what it has")
  func unreadable() async throws {
    try await TestFleet.with { fleet in
      try await fleet.publish([.action(1), .action(2, tenant: 2)])
      try await fleet.settle()
      let keeper = ScheduleKeeper(postgres: fleet.postgres, zones: ZoneBook(postgres: fleet.postgres))
      try await fleet.execute(
        """
        INSERT INTO learning.tenant_settings (tenant_id, key, value, updated_at)
        VALUES ('\(Self.tenant)', 'daily_report', '7', now())
        """
      )
      let report = try await keeper.keep(asOf: Self.start)
      #expect(report.problem?.contains("1 tenants") == true)
      #expect(try await fleet.postgres.send(ListSchedules(of: TestEvent.tenant(2), countMax: 9)).count == 4)
    }
  }

  @Test("a report and an alert reach the tenant's channels once, however often their jobs run")
  func delivered() async throws {
    let sink = try await HTTPSink.start()
    try await TestFleet.with { fleet in
      let flags = ["reckoner.webhook.plain.http": "true"]
      let channels = """
        [{"name": "team", "kind": "slack", "url": "\(sink.url("/slack"))", "reports": true, "alerts": "info"},
         {"name": "log", "kind": "webhook", "url": "\(sink.url("/json"))", "reports": {"kinds": ["weekly"]}}]
        """
      try await fleet.publish([.action(1), .reply(2)])
      // Dead letters rise.
      try await fleet.publish((10..<40).map { TestEvent.action($0).with("timestamp", "noon") })
      try await fleet.settle()
      try await Self.set("channels", channels, fleet)
      let now = Self.start + .days(2)
      let run = { (job: ScheduledJob, time: Timestamp) in
        try await LearningScheduler(context: try fleet.by(WallClock { time }).context("scheduler", flags))
          .run(job, asOf: time, of: Self.tenant)
      }
      #expect(try await run(.dailyReport, now) == 1)
      #expect(try await run(.dailyReport, now) == 0, "it was made")
      for minutes: Int64 in [0, 5, 10, 15, 20] { _ = try await run(.alerts, now + .seconds(minutes * 60)) }
      #expect(
        try await Self.deliveries(fleet) == "alert|firing|team|waiting|0\nreport|made|team|waiting|0",
        "the other channel takes neither"
      )
      #expect(try await run(.weeklyReport, now) == 1)
      let sent = try await LearningScheduler(
        context: try fleet.by(WallClock { now + .hours(1) }).context("scheduler", flags)
      ).run(.deliveries, asOf: now + .hours(1))
      #expect(sent == 4)
      #expect(sink.requests(to: "/slack").count == 3 && sink.requests(to: "/json").count == 1)
      #expect(try await run(.weeklyReport, now) == 0)
      let scheduler = LearningScheduler(context: try fleet.context("scheduler", flags))
      #expect(try await scheduler.run(.deliveries, asOf: now + .hours(9)) == 0)
      #expect(sink.requests.count == 4)
    }
    try await sink.stop()
  }
}
