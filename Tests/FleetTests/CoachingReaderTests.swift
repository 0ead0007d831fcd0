import Coaching
import EventModel
import Foundation
import Insight
import PostgresClient
import SettingModel
import TestSupport
import Testing
import Workers

/// The way from published events through the workers and the stores to the patterns.
@Suite(.timeLimit(.minutes(10))) struct CoachingReaderTests {
  private static let now = TestFleet.now

  private static func setZone(_ name: String, tenant: Int = 1, in fleet: TestFleet) async throws {
    try await TenantSettings(of: TestEvent.tenant(tenant), in: fleet.postgres)
      .set(.calendar(.timeZone), to: "\"\(name)\"", now: now)
  }

  private static func coaching(
    _ fleet: TestFleet,
    tenant: Int = 1,
    reps: Set<RepID>? = nil
  ) async throws -> TenantCoaching {
    try await CoachingReader(of: TestEvent.tenant(tenant), in: fleet.postgres)
      .coaching(reps: reps, dayCount: 60, asOf: now)
  }

  @Test(
    "a report is that of the tenant's own events, by their own clocks, of everybody or a team",
    arguments: [UInt64(1), 2]
  )
  func report(seed: UInt64) async throws {
    try await TestFleet.with { fleet in
      let worlds = [1, 2].map { tenant in
        CoachingWorld(tenant: tenant, seed: seed * 10 + UInt64(tenant), conversationCount: 250) { action, _ in
          (action.rep == "anna") == (tenant == 1) ? 0.7 : 0.2
        }
      }
      try await fleet.settleOutcomes(of: worlds.flatMap(\.events).shuffled())
      // Its clocks went forward on March 8, within the period.
      try await Self.setZone("America/New_York", tenant: 2, in: fleet)
      for (world, zone) in zip(worlds, ["UTC", "America/New_York"]) {
        let timeZone = try #require(TimeZone(identifier: zone))
        let outcomes = try await CoachingWorld.successes(of: world.tenant, in: fleet)
        #expect(outcomes.count > 400, "seed \(seed)")
        let expected = CoachingReport(world.tally(outcomes, timeZone: timeZone))
        let found = try await Self.coaching(fleet, tenant: world.tenant)
        #expect(found.report == expected, "seed \(seed), tenant \(world.tenant)")
        #expect(found.leftOutCount == 0 && found.timeZone.text == zone)
        let team: Set<RepID> = [RepID("anna"), RepID("cleo")]
        let expectedTeam = CoachingReport(
          world.tally(outcomes, timeZone: timeZone) { $0.rep == "anna" || $0.rep == "cleo" }
        )
        #expect(expectedTeam != expected && expectedTeam.overall.trials > 100)
        #expect(try await Self.coaching(fleet, tenant: world.tenant, reps: team).report == expectedTeam, "seed \(seed)")
        #expect(try await Self.coaching(fleet, tenant: world.tenant, reps: []).report.overall.trials == 0)
      }
    }
  }

  /// Nine o'clock in New York does better, and so does Anna. Ben only meets the buyers, who answer more.
  @Test("what was planted is found, by the tenant's clocks, and what only keeps good company is not sold")
  func planted() async throws {
    try await TestFleet.with { fleet in
      let newYork = try #require(TimeZone(identifier: "America/New_York"))
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = newYork
      let seed: UInt64 = 7
      let world = CoachingWorld(seed: seed, conversationCount: 1500) { action, generator in
        action.type = "send_email"
        (action.channel, action.trigger) = ("email", nil)
        if action.rep == "ben", generator.chance(85) { action.persona = "buyer" }
        let date = Date(timeIntervalSince1970: Double(action.time.microseconds) / 1e6)
        let isMorning = (9..<12).contains(calendar.component(.hour, from: date))
        return 0.15 + (action.persona == "buyer" ? 0.35 : 0) + (action.rep == "anna" ? 0.2 : 0) + (isMorning ? 0.25 : 0)
      }
      try await fleet.settleOutcomes(of: world.events)
      try await Self.setZone("America/New_York", in: fleet)
      let found = try await Self.coaching(fleet)
      let better = Set(found.report.patterns.filter(\.evidence.isBetter).map(\.evidence.value))
      let names = better.map { "\($0.attribute) \($0.text ?? "")" }.sorted()
      print("seed \(seed): \(found.report.overall), better: \(names)")
      #expect(better.contains(.rep(RepID("anna"))), "seed \(seed)")
      #expect(better.contains(.persona(PersonaName("buyer"))), "seed \(seed)")
      #expect(!better.contains(.rep(RepID("ben"))), "seed \(seed)")
      let mornings = better.compactMap { value -> Int? in
        if case .hourOfDay(let hour) = value { return hour.number }
        return nil
      }
      #expect(!mornings.isEmpty && mornings.allSatisfy((9..<12).contains), "seed \(seed): \(mornings)")
      let ben = found.report.confounded.first { $0.evidence.value == .rep(RepID("ben")) }
      #expect(ben?.evidence.isBetter == true, "seed \(seed)")
      #expect(
        ben?.verdict == .explained(by: .persona) || ben?.verdict == .reversed(by: .persona),
        "seed \(seed): \(String(describing: ben?.verdict))"
      )
      // By UTC's clocks the same mornings are afternoons.
      try await Self.setZone("UTC", in: fleet)
      let byUTC = try await Self.coaching(fleet).report.patterns.filter(\.evidence.isBetter).map(\.evidence.value)
      #expect((9..<12).allSatisfy { hour in !byUTC.contains { $0.text == "\(hour)" && $0.attribute == .hourOfDay } })
    }
  }

  @Test("a time zone that the database doesn't know is refused and changes nothing")
  func zones() async throws {
    try await TestFleet.with { fleet in
      for name in ["Europe/Atlantis", "Mars", "europe/berlin"] {
        await #expect(throws: SettingError.self, "\(name)") { try await Self.setZone(name, in: fleet) }
      }
      #expect(try await fleet.execute("SELECT count(*) FROM learning.tenant_settings") == "0")
      try await Self.setZone("Asia/Kathmandu", in: fleet)
      let found = try await Self.coaching(fleet)
      #expect(found.timeZone.text == "Asia/Kathmandu" && found.report.overall == .zero)
    }
  }

  @Test("the API's role sees the patterns of the tenant that its connections name, and nothing of another")
  func apiRole() async throws {
    try await TestFleet.with { fleet in
      let world = CoachingWorld(seed: 3, conversationCount: 100) { _, _ in 0.5 }
      try await fleet.settleOutcomes(of: world.events)
      let api = PostgresPool(
        configuration: try PostgresConfiguration(
          fleet.postgresServer.socketURL(database: fleet.database, role: "reckoner_api")
        ),
        connectionCountMax: 2
      )
      let tenant = TestEvent.tenant(1)
      let own = api.with(PostgresLocalSetting("app.tenant_id", tenant.description))
      let other = api.with(PostgresLocalSetting("app.tenant_id", TestEvent.tenant(2).description))
      let expected = try await Self.coaching(fleet).report
      #expect(expected.overall.trials > 100)
      let report = try await CoachingReader(of: tenant, in: own).coaching(dayCount: 60, asOf: Self.now).report
      #expect(report == expected)
      for blind in [other, api] {
        let nothing = try await CoachingReader(of: tenant, in: blind).coaching(dayCount: 60, asOf: Self.now)
        #expect(nothing.report.overall == .zero)
      }
      await api.close()
    }
  }
}
