import Admin
import Foundation
import Settings
import Telemetry
import TestSupport
import Testing

@Suite("Admin server")
struct AdminServerTests {
  private struct Report: Decodable {
    struct Check: Decodable {
      let name: String
      let ok: Bool
      let reason: String?
    }

    let status: String
    let checks: [Check]
  }

  private func report(_ answer: HTTPAnswer) throws -> Report {
    #expect(answer.field("Content-Type") == "application/json")
    return try JSONDecoder().decode(Report.self, from: Data(answer.body.utf8))
  }

  @Test("livez fails when a loop stands still, and names it")
  func liveness() async throws {
    let clock = TestClock()
    let health = HealthBoard { clock.now }
    let pulse = health.pulse(of: "lane-0", limit: .seconds(60))
    try await RunningServer.with(health: health) { server in
      #expect(try await server.ask("/livez").status == 200)
      clock.advance(by: .seconds(90))
      let answer = try await server.ask("/livez")
      #expect(answer.status == 503)
      let report = try report(answer)
      #expect(report.status == "failing")
      #expect(report.checks.map(\.name) == ["lane-0"])
      #expect(report.checks.first?.reason == "the loop has not moved for 90 seconds")
      pulse.beat()
      #expect(try await server.ask("/livez").status == 200)
    }
  }

  @Test("readyz says what is missing and why, and is ready again by itself")
  func readiness() async throws {
    let clock = TestClock()
    let health = HealthBoard { clock.now }
    let redis = health.dependency("redis", validity: .seconds(60))
    health.dependency("postgresql", validity: .seconds(60)).report(.ready)
    try await RunningServer.with(health: health) { server in
      #expect(try await server.ask("/readyz").status == 503)
      redis.report(.notReady("it refuses to write: OOM"))
      let answer = try await server.ask("/readyz")
      #expect(answer.status == 503)
      let checks = try report(answer).checks
      #expect(checks.map(\.name) == ["redis", "postgresql"])
      #expect(checks.map(\.ok) == [false, true])
      #expect(checks.map(\.reason) == ["it refuses to write: OOM", nil])
      redis.report(.ready)
      #expect(try await server.ask("/readyz").status == 200)
      #expect(try await server.ask("/readyz?verbose").status == 200)
    }
  }

  @Test("metrics come as Prometheus text, the newest values each time")
  func exposition() async throws {
    try await RunningServer.with { server in
      let counter = server.metrics.counter(MetricCatalogue.eventsApplied, "agent.action")
      for count in 1...3 {
        counter.increment()
        let answer = try await server.ask("/metrics")
        #expect(answer.status == 200)
        #expect(answer.field("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
        #expect(answer.samples == ["reckoner_events_applied_total{stream=\"agent.action\"}": Double(count)])
      }
    }
  }

  @Test("HEAD has no body, other methods and paths are refused")
  func otherRequests() async throws {
    try await RunningServer.with { server in
      let head = try await server.ask("/livez", method: "HEAD")
      #expect(head.status == 200 && head.body.isEmpty)
      #expect(try await server.ask("/livez", method: "POST").status == 405)
      for path in ["/", "/livez/", "/LIVEZ", "/metrics/x"] {
        #expect(try await server.ask(path).status == 404, "\(path)")
      }
    }
  }

  @Test("several requests go over one connection, and nonsense closes it")
  func keepAlive() async throws {
    try await RunningServer.with { server in
      let connection = try RawConnection(to: server.address)
      for _ in 0..<3 {
        connection.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try await connection.receive("\"status\":\"ok\"}\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
      }
      connection.send("\u{1}\u{2} nonsense\r\n\r\n")
      #expect(try await connection.receive("\r\n\r\n").hasPrefix("HTTP/1.1 400 "))
      try await connection.waitForClose()
      let greedy = try RawConnection(to: server.address)
      greedy.send("GET /livez HTTP/1.1\r\nX: \(String(repeating: "x", count: 200_000))\r\n\r\n")
      try await greedy.waitForClose()
      #expect(try await server.ask("/livez").status == 200)
    }
  }

  @Test("without a port of their own many processes serve side by side")
  func freePorts() async throws {
    try await RunningServer.with { (one) async throws in
      try await RunningServer.with { (other) async throws in
        #expect(one.address != other.address)
        #expect(try await one.ask("/livez").status == 200)
        #expect(try await other.ask("/livez").status == 200)
      }
    }
  }

  @Test("a port that is taken is a sentence that names the variable and the address")
  func takenPort() async throws {
    try await RunningServer.with { server in
      let taken = try #require(ListenAddress(server.address))
      let error = await #expect(throws: AdminError.self) { try await RunningServer.with(listen: taken) { _ in } }
      let text = try #require(error?.description)
      #expect(text.contains("RECKONER_ADMIN_LISTEN") && text.contains(server.address) && text.contains("is taken"))
    }
  }

  @Test("an address that isn't this machine's is a sentence too", arguments: ["192.0.2.1:0", "no-such-host.invalid:0"])
  func foreignAddress(_ address: String) async throws {
    let listen = try #require(ListenAddress(address))
    let error = await #expect(throws: AdminError.self) { try await RunningServer.with(listen: listen) { _ in } }
    #expect(error?.description.contains(address) == true)
  }

  @Test(
    "a shutdown waits for no client: not for an idle one, one in the middle of a request, or one that reads nothing"
  )
  func shutdown() async throws {
    try await RunningServer.with { server in
      let idle = try RawConnection(to: server.address)
      idle.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
      _ = try await idle.receive("\r\n\r\n")
      let silent = try RawConnection(to: server.address)
      let slow = try RawConnection(to: server.address)
      slow.send("POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
      let half = try RawConnection(to: server.address)
      half.send("GET /livez HT")
      for number in 0..<500 { server.metrics.counter(MetricCatalogue.eventsApplied, "stream \(number)").increment() }
      let deaf = try RawConnection(to: server.address)
      try await deaf.flood("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
      let begin = ContinuousClock.now
      await server.shutDown()
      for connection in [idle, silent, slow, half, deaf] { try await connection.waitForClose() }
      #expect(ContinuousClock.now - begin < .seconds(25), "the idle timeout is 30 s")
    }
  }
}
