import EventModel
import LiveStream
import RedisClient
import TestSupport
import Testing

@Suite("Tickets of streams, over a real Redis", .timeLimit(.minutes(2))) struct StreamTicketTests {
  private let now = Timestamp(microseconds: 1_800_000_000_000_000)

  private func principal(_ tenant: Int = 1, team: String? = "team \"é\"") throws -> StreamPrincipal {
    StreamPrincipal(
      userID: "user\n1",
      tenantID: try Messages.tenant(tenant),
      role: "manager",
      teamID: team,
      tokenExpiresAt: now + .seconds(300)
    )
  }

  private func with(_ body: (RedisServerProcess, RedisConnection, StreamTickets) async throws -> Void) async throws {
    try await RedisServerProcess.withServer { server in
      let redis = RedisConnection(configuration: try LiveWorld.configuration(of: server), name: "tickets")
      try await body(server, redis, StreamTickets(redis: redis))
    }
  }

  private func refusal(_ tickets: StreamTickets, _ text: String, now: Timestamp) async -> LiveStreamError.Code? {
    do throws(LiveStreamError) {
      _ = try await tickets.take(text, now: now)
      return nil
    } catch {
      return error.code
    }
  }

  @Test("a ticket gives back who it was issued for, once")
  func once() async throws {
    try await with { _, redis, tickets in
      for team in ["team \"é\"", nil] {
        let principal = try principal(team: team)
        let text = try await tickets.issue(for: principal, now: now)
        #expect(text.utf8.count == 64)
        #expect(try await tickets.take(text, now: now) == principal)
        #expect(await refusal(tickets, text, now: now) == .ticketRefused)
      }
      #expect(try await redis.send(RawCommand(["DBSIZE"])) == .integer(0))
    }
  }

  @Test("of fifty who take one ticket at once, through connections of their own, one gets it")
  func concurrent() async throws {
    try await with { server, _, tickets in
      let configuration = try LiveWorld.configuration(of: server)
      let takers = (0..<50).map { number in
        StreamTickets(redis: RedisConnection(configuration: configuration, name: "taker \(number)"))
      }
      for _ in 0..<10 {
        let text = try await tickets.issue(for: try principal(), now: now)
        let refusals = await withTaskGroup(of: LiveStreamError.Code?.self) { tasks in
          for taker in takers { tasks.addTask { await refusal(taker, text, now: now) } }
          return await tasks.reduce(into: []) { $0.append($1) }
        }
        #expect(refusals.filter { $0 == nil }.count == 1)
        #expect(refusals.filter { $0 == .ticketRefused }.count == 49)
      }
    }
  }

  @Test("the key is the tenant's, ends by itself, and shows nothing that opens a stream")
  func key() async throws {
    try await with { _, redis, tickets in
      let principal = try principal()
      let text = try await tickets.issue(for: principal, now: now)
      let keys = try await redis.send(RawCommand(["KEYS", "*"])).elements().map { try $0.text() }
      let key = try #require(keys.first)
      #expect(keys.count == 1 && key.hasPrefix("t:\(principal.tenantID):stream-ticket:"))
      let milliseconds = try await redis.send(RawCommand(["PTTL", key])).integer()
      #expect((1...30_000).contains(milliseconds))
      let shown = String(key.split(separator: ":").last ?? "")
      #expect(!text.contains(shown))
      #expect(await refusal(tickets, shown, now: now) == .ticketRefused)
      #expect(try await tickets.take(text, now: now) == principal)
    }
  }

  @Test("a ticket that waited too long is refused")
  func lifetime() async throws {
    try await with { _, redis, _ in
      let tickets = StreamTickets(redis: redis, lifetime: .milliseconds(20))
      let text = try await tickets.issue(for: try principal(), now: now)
      try await Wait.until("it is gone") { try await redis.send(RawCommand(["DBSIZE"])) == .integer(0) }
      #expect(await refusal(tickets, text, now: now) == .ticketRefused)
    }
  }

  @Test("a token that expires meanwhile is refused, and so is one that has expired")
  func tokenExpiry() async throws {
    try await with { _, _, tickets in
      let principal = try principal()
      let text = try await tickets.issue(for: principal, now: now)
      #expect(await refusal(tickets, text, now: principal.tokenExpiresAt) == .tokenExpired)
      do throws(LiveStreamError) {
        _ = try await tickets.issue(for: principal, now: principal.tokenExpiresAt)
        Issue.record("a ticket for an expired token")
      } catch {
        #expect(error.code == .tokenExpired)
      }
    }
  }

  @Test("a forged ticket, and one for another tenant, are refused, and the true one stays good")
  func forged() async throws {
    try await with { _, redis, tickets in
      let text = try await tickets.issue(for: try principal(), now: now)
      let bytes = try #require(Base64URL.decode(text.utf8))
      for seed in UInt64(1)...200 {
        var generator = TestGenerator(seed: seed)
        var changed = bytes
        changed[Int.random(in: 0..<48, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        let forgery = String(decoding: Base64URL.encode(changed), as: UTF8.self)
        #expect(await refusal(tickets, forgery, now: now) == .ticketRefused, "seed \(seed)")
      }
      for other in ["", "x", String(text.dropLast()), text + "A", text.uppercased(), "t:*", "\u{0}"] {
        #expect(await refusal(tickets, other, now: now) == .ticketRefused)
      }
      // What is kept for one tenant under another's key opens neither.
      let theirs = StreamTicket(tenantID: try Messages.tenant(2), secret: Array(bytes[16...])).text
      let keys = try await redis.send(RawCommand(["KEYS", "*"])).elements().map { try $0.text() }
      let key = try #require(keys.first)
      let moved = key.replacing("\(try Messages.tenant(1))", with: "\(try Messages.tenant(2))")
      _ = try await redis.send(RawCommand(["COPY", key, moved]))
      #expect(await refusal(tickets, theirs, now: now) == .ticketRefused)
      #expect(await refusal(tickets, text, now: now) == nil)
    }
  }

  @Test("without Redis the caller is told to come later, and nothing secret is said")
  func unavailable() async throws {
    try await with { server, redis, tickets in
      let text = try await tickets.issue(for: try principal(), now: now)
      server.kill()
      do throws(LiveStreamError) {
        _ = try await tickets.take(text, now: now)
        Issue.record("a ticket was taken without Redis")
      } catch {
        #expect(error.code == .ticketsUnavailable && error.isRetriable && !error.message.contains(text))
      }
      await redis.close()
    }
  }

  @Test("a source of secrets that repeats itself never gives one ticket to two")
  func repeatedSecret() async throws {
    try await with { _, redis, _ in
      let tickets = StreamTickets(redis: redis, makeSecret: { [UInt8](repeating: 7, count: 32) })
      let (first, second) = (try principal(), try principal(team: nil))
      _ = try await tickets.issue(for: first, now: now)
      do throws(LiveStreamError) {
        _ = try await tickets.issue(for: second, now: now)
        Issue.record("two tickets with one secret")
      } catch {
        #expect(error.code == .ticketsUnavailable)
      }
    }
  }
}
