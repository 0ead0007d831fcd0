import Alerts
import Delivery
import EventModel
import FoundationEssentials
import Insight
import PostgresClient
import RedisClient
import Store
import Synchronization
import TestSupport
import Testing
import Workers

@Suite(.timeLimit(.minutes(10))) struct AlertEvaluationTests {
  private static func time(_ hour: Int64) -> Timestamp { TestEvent.start + .hours(hour) }
  private static let name = AlertWorld.stream.text

  /// A fleet where an alert about dead letters is due at hour 1.
  private func withLetters(
    ownServers: Bool = false,
    _ body: (AlertWorld) async throws -> Void
  ) async throws {
    func prepare(_ fleet: TestFleet) async throws {
      let world = AlertWorld(fleet: fleet)
      try await world.bury(1)
      try await world.look(at: Self.time(0))
      try await world.bury(20)
      try await body(world)
    }
    if ownServers { try await TestFleet.withOwnServers(prepare) } else { try await TestFleet.with(prepare) }
  }

  private func desk(_ world: AlertWorld, _ hour: Int64) -> AlertDesk {
    AlertDesk(of: AlertWorld.tenant, in: world.fleet.postgres, now: Self.time(hour))
  }

  /// Evaluations that all have read what there is, and wait for one another.
  private func race(
    _ world: AlertWorld,
    _ times: [Timestamp],
    onChange: @escaping @Sendable (PostgresTransaction, AlertChange) async throws -> Void
  ) async throws -> [AlertReport] {
    let (server, database) = (world.fleet.postgresServer, world.fleet.database)
    let holder = try await PostgresConnection.connect(
      try PostgresConfiguration(server.socketURL(database: database, role: "reckoner_worker"))
    )
    try await holder.executeScript("BEGIN; SELECT * FROM learning.alert_evaluations FOR UPDATE")
    let reports = try await withThrowingTaskGroup(of: AlertReport.self) { group in
      for time in times {
        group.addTask { try await world.evaluation.run(of: AlertWorld.tenant, dueAt: time, onChange: onChange) }
      }
      try await Wait.until("every evaluation waits") {
        let waiting = """
          SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()
          """
        return try await world.fleet.execute(waiting) == "\(times.count)"
      }
      try await holder.executeScript("COMMIT")
      return try await group.reduce(into: []) { $0.append($1) }
    }
    await holder.close()
    return reports
  }

  @Test("of evaluations that race for one time one does it, and each change is told once, in its transaction")
  func race() async throws {
    try await withLetters { world in
      let reports = try await race(world, Array(repeating: Self.time(1), count: 6)) { transaction, change in
        let detail = JSONValue.object(["title": .string(change.title)])
        _ = try await transaction.send(
          InsertOperatorAction(.replay, of: AlertWorld.tenant, by: "alert", detail: detail, now: change.at)
        )
      }
      #expect(reports.count { $0.isEvaluated } == 1)
      #expect(reports.flatMap(\.changes).map(\.event) == [.firing])
      #expect(try await world.alerts().count == 1)
      #expect(try await world.fleet.execute("SELECT count(*) FROM learning.operator_actions") == "1")
      #expect(try await !world.look(at: Self.time(1)).isEvaluated)
      #expect(try await !world.look(at: Self.time(0)).isEvaluated, "time doesn't go back")
    }
  }

  @Test("evaluations of many times at once end as if they had come one after the other")
  func interleaved() async throws {
    try await withLetters { world in
      let reports = try await race(world, (1...6).map { Self.time($0) }) { _, _ in }
      let events = reports.flatMap(\.changes).map(\.event)
      #expect(events == [.firing])
      let alerts = try await world.alerts()
      #expect(alerts.count == 1 && alerts[0].lastSeenAt == Self.time(6))
      let evaluated = try await world.fleet.postgres.send(FindAlertEvaluation(of: AlertWorld.tenant))
      #expect(evaluated == [Self.time(6)])
    }
  }

  private struct Full: Error {}

  @Test("where a change can't be enqueued nothing was evaluated, and the next attempt does it all")
  func enqueueing() async throws {
    try await withLetters { world in
      await #expect(throws: Full.self) {
        try await world.evaluation.run(of: AlertWorld.tenant, dueAt: Self.time(1)) { _, _ in throw Full() }
      }
      let alerts = try await world.alerts()
      #expect(alerts.isEmpty)
      #expect(try await world.events(of: .deadLettersRise, at: Self.time(1)) == ["firing \(Self.name)"])
    }
  }

  @Test("an acknowledged alert reminds nobody and ends all the same; who came first stays")
  func acknowledgement() async throws {
    try await withLetters { world in
      try await world.look(at: Self.time(1))
      let other = StreamKey(.dealStage, tenant: AlertWorld.tenant)
      try await world.bury(200, in: other)
      #expect(try await world.events(of: .deadLettersRise, at: Self.time(2)) == ["firing \(other)"])
      let alerts = try await world.alerts()
      let id = try #require(alerts.first { $0.subject.text == Self.name }?.id)
      let first = try await desk(world, 3).acknowledge(id, by: "ada", note: "Mine.")
      #expect(first.state == .acknowledged && first.acknowledgedAt == Self.time(3))
      #expect(try await desk(world, 4).acknowledge(id, by: "bob", note: nil) == first)
      #expect(try await world.events(of: .deadLettersRise, at: Self.time(30)) == ["reminder \(other)"])
      try await world.exhume()
      #expect(try await world.events(of: .deadLettersRise, at: Self.time(31)) == ["resolved \(Self.name)"])
      await #expect(throws: AlertDesk.Obstacle.alreadyResolved) {
        try await desk(world, 32).acknowledge(id, by: "bob", note: nil)
      }
      let kept = try #require(try await world.alerts().first { $0.id == id })
      #expect(kept.acknowledgedBy == "ada" && kept.note == "Mine." && kept.state == .resolved)
    }
  }

  @Test("a silence keeps quiet about what opens and ends all the same, and what outlasts it is told")
  func silence() async throws {
    try await withLetters { world in
      let silence = try await desk(world, 0).silence(
        .deadLettersRise,
        AlertSubject(Self.name),
        for: .hours(3),
        reason: "Maintenance.",
        by: "ada"
      )
      #expect(try await world.events(of: .deadLettersRise, at: Self.time(1)) == [])
      #expect(try await world.alerts().map(\.state) == [.firing])
      try await world.exhume()
      #expect(try await world.events(of: .deadLettersRise, at: Self.time(2)) == [])
      #expect(try await world.alerts().map(\.state) == [.resolved])
      try await world.bury(50)
      let other = StreamKey(.dealStage, tenant: AlertWorld.tenant)
      try await world.bury(200, in: other)
      #expect(try await world.look(at: Self.time(2) + .seconds(1)).changes.map(\.subject.text) == [other.text])
      // Lifted before its time.
      try await desk(world, 2).lift(silence.id, by: "bob")
      #expect(try await desk(world, 2).silences().isEmpty)
      #expect(try await world.events(of: .deadLettersRise, at: Self.time(2) + .seconds(2)) == ["firing \(Self.name)"])
    }
  }

  @Test("with Redis away its rules stay as they are, the report says so, and the others go on")
  func redisAway() async throws {
    try await withLetters(ownServers: true) { world in
      try await world.look(at: Self.time(1))
      let before = try await world.alerts()
      let states = try await world.fleet.postgres.send(LoadAlertStates(of: AlertWorld.tenant))
      #expect(before.map(\.state) == [.firing])
      world.fleet.redisServer.kill()
      let report = try await world.look(at: Self.time(40 * 24))
      #expect(report.isEvaluated && report.changes.isEmpty && report.openCount == 1)
      #expect(report.unread.map(\.rule) == [.deadLettersRise, .streamStalls])
      #expect(report.unread.allSatisfy { $0.reason.contains("Redis") })
      #expect(report.missing.map(\.rule) == [.escalationRateJumps], "what PostgreSQL holds was looked at")
      #expect(try await world.alerts() == before)
      let kept = try await world.fleet.postgres.send(LoadAlertStates(of: AlertWorld.tenant))
      #expect(Set(kept) == Set(states))
      try await world.fleet.redisServer.restart()
      try await world.exhume()
      #expect(try await world.events(of: .deadLettersRise, at: Self.time(40 * 24 + 1)) == ["resolved \(Self.name)"])
    }
  }

  @Test("a rule that a tenant switches off ends what it opened, and other tenants keep theirs")
  func settings() async throws {
    try await withLetters { world in
      try await world.look(at: Self.time(1))
      let settings = TenantSettings(of: AlertWorld.tenant, in: world.fleet.postgres)
      let off = "{\"dead_letters_rise\": {\"enabled\": false}}"
      try await settings.set(.alerts(.rules), to: off, now: TestFleet.now)
      #expect(try await world.events(of: .deadLettersRise, at: Self.time(2)) == ["resolved \(Self.name)"])
      #expect(try await world.alerts().map(\.ending) == [.disabled])
      #expect(try await world.events(of: .deadLettersRise, at: Self.time(3)) == [])
      let other = try await world.evaluation.run(of: TestEvent.tenant(2), dueAt: Self.time(1))
      #expect(other.isEvaluated && other.changes.isEmpty && other.openCount == 0)
    }
  }
}
