import Access
import Crypto
import EventModel
import Foundation
import HTTPTypes
import Logging
import TestSupport
import Testing

@testable import LearningAPI

@Suite(.timeLimit(.minutes(10))) struct AccessRouteTests {
  private let tenant = TestAPI.tenant(1)

  /// Every route with its address filled in.
  private static func places(_ api: TestAPI) async throws -> [(route: Route, path: String)] {
    let services = try await TestAPI.services(
      [:],
      redisURL: api.redisServer.socketURL,
      databaseURL: api.postgresServer.socketURL(database: api.database, role: "reckoner_api"),
      clock: api.clock,
      logger: .init(label: "test")
    )
    let routes = LearningAPI(services: services).routes
    await services.close()
    let id = TestAPI.uuid(7, 7).uuidString.lowercased()
    return routes.map { route in
      let path = route.path.replacing("{id}", with: id).replacing("{action_type}", with: "send_email")
        .replacing("{token}", with: "v1.a.b")
      return (route, path)
    }
  }

  @Test("no route of a tenant answers without a valid token")
  func unauthenticated() async throws {
    try await TestAPI.with { api in
      let rep = TestAPI.Person("rep-1", .rep, of: tenant)
      let good = try await TestAPI.token(rep)
      let parts = good.split(separator: ".").map(String.init)
      let none = Data(#"{"alg":"none","typ":"JWT"}"#.utf8).base64URL
      var foreign = AccessPolicy()
      foreign.audience = "another"
      let bad: [(String, String?)] = [
        ("missing", nil), ("no bearer", "Basic abc"), ("empty", "Bearer "), ("no token", "Bearer abc"),
        ("forged", "Bearer \(parts[0]).\(parts[1]).\(String(parts[2].reversed()))"),
        ("none", "Bearer \(none).\(parts[1])."),
        ("other key", "Bearer \(try await TestAPI.token(rep, secret: "another secret that has 32 bytes!"))"),
        ("expired", "Bearer \(try await TestAPI.token(rep, seconds: 60, at: TestAPI.now - .hours(1)))"),
      ]
      for (route, path) in try await Self.places(api) where route.audience != .anyone {
        for (name, value) in bad {
          let headers = value.map { ["Authorization": $0] } ?? [:]
          let answer = try await api.plain(
            route.method.rawValue,
            TestAPI.prefix + path,
            headers: headers.merging(["Content-Type": "application/json"]) { first, _ in first },
            route.method == .get ? nil : "{}"
          )
          #expect(answer.status == 401, "\(route.method) \(path) \(name): \(answer.text)")
          #expect(answer.http.field("WWW-Authenticate")?.hasPrefix("Bearer") == true)
          #expect(answer.text("type") == "/problems/unauthenticated")
        }
      }
    }
  }

  @Test("a token for another audience or issuer is refused")
  func audience() async throws {
    try await TestAPI.with(["reckoner.jwt.audience": "reckoner", "reckoner.jwt.issuer": "https://id.example"]) { api in
      let rep = TestAPI.Person("rep-1", .rep, of: tenant)
      let cases: [(issuer: String, audience: String, status: Int)] = [
        ("https://id.example", "reckoner", 200), ("https://id.example", "another", 401),
        ("https://evil.example", "reckoner", 401),
      ]
      for (issuer, audience, status) in cases {
        let token = try await TestAPI.token(rep, policy: AccessPolicy(issuer: issuer, audience: audience))
        let headers = ["Authorization": "Bearer \(token)"]
        let answer = try await api.plain("GET", "\(TestAPI.prefix)/outcomes", headers: headers)
        #expect(answer.status == status, "\(issuer) \(audience)")
      }
    }
  }

  @Test("every route refuses the roles that it isn't for, and lets the others in")
  func roles() async throws {
    try await TestAPI.with { api in
      for (route, path) in try await Self.places(api) {
        guard case .roles(let roles) = route.audience, route.isTimed else { continue }
        for role in Role.allCases {
          let answer = try await api.call(
            route.method.rawValue,
            path,
            as: TestAPI.Person("somebody", role, of: tenant),
            route.body == .none ? nil : "{}"
          )
          let isIn = roles.contains(role)
          #expect(
            (answer.status != 403) == isIn || (isIn && answer.text("type") != "/problems/forbidden"),
            "\(role) \(route.method) \(path): \(answer.status)"
          )
          #expect(answer.status < 500 || answer.status == 501, "\(role) \(route.method) \(path): \(answer.text)")
        }
      }
    }
  }

  @Test("a server that only reads refuses every change, and still reads")
  func readOnly() async throws {
    try await TestAPI.with(["reckoner.read.only": "true"]) { api in
      let manager = TestAPI.Person("manager", .manager, of: tenant)
      for (route, path) in try await Self.places(api) where route.writes {
        let answer = try await api.call(route.method.rawValue, path, as: manager, route.body == .none ? nil : "{}")
        #expect(answer.text("type") == "/problems/read-only", "\(route.method) \(path)")
      }
      #expect(try await api.call("GET", "/outcomes", as: manager).status == 200)
    }
  }

  @Test(
    "the server doesn't begin with a role that could bypass the policies",
    arguments: ["postgres", "reckoner_worker"]
  )
  func strongRole(_ role: String) async throws {
    await #expect(throws: LearningAPIError.self) {
      try await TestAPI.with(role: role) { _ in }
    }
  }

  @Test("without a tenant set, the API's role sees no row of any table")
  func noTenant() async throws {
    try await TestAPI.with { api in
      try await api.act(1, of: tenant, in: TestAPI.conversation(1))
      try await api.settle()
      let tables = try await api.postgresServer.execute(
        """
        SELECT relname FROM pg_class WHERE relnamespace = 'learning'::regnamespace AND relkind IN ('r', 'p', 'v')
          AND has_table_privilege('reckoner_api', oid, 'SELECT')
        """,
        database: api.database
      ).split(separator: "\n").map(String.init)
      #expect(tables.count > 10)
      #expect(tables.contains("outcome_records") && tables.contains("feedback_entries"))
      for table in tables where table != "redis_incarnation" {
        let count = try await api.postgresServer.execute(
          "SET ROLE reckoner_api; SELECT count(*) FROM learning.\(table)",
          database: api.database
        )
        #expect(count.split(separator: "\n").last == "0", "\(table): \(count)")
      }
    }
  }

  @Test("more requests than the rate allows are told when to come again, each principal alone")
  func rate() async throws {
    try await TestAPI.with(["reckoner.api.burst": "5", "reckoner.api.rate.per.second": "1"]) { api in
      let (one, two) = (
        TestAPI.Person("one", .rep, of: tenant), TestAPI.Person("two", .rep, of: tenant)
      )
      for _ in 0..<5 { #expect(try await api.call("GET", "/outcomes", as: one).status == 200) }
      let refused = try await api.call("GET", "/outcomes", as: one)
      #expect(refused.status == 429)
      #expect(refused.http.field("Retry-After") == "1")
      #expect(try await api.call("GET", "/outcomes", as: two).status == 200)
      api.clock.advance(by: .seconds(1))
      #expect(try await api.call("GET", "/outcomes", as: one).status == 200)
    }
  }

  @Test("every answer has its request's id and the security headers; problems of addresses and bodies say what to do")
  func problems() async throws {
    try await TestAPI.with { api in
      let rep = TestAPI.Person("rep-1", .rep, of: tenant)
      let answers = [
        (try await api.plain("GET", "/nothing/here"), 404),
        (try await api.call("PUT", "/outcomes", as: rep, "{}"), 405),
        (try await api.call("GET", "/outcomes?staus=ambiguous", as: rep), 400),
        (try await api.call("GET", "/outcomes?limit=0&status=great", as: rep), 400),
        (try await api.call("POST", "/feedback", as: rep, "{"), 422),
        (try await api.call("POST", "/feedback", as: rep, "{}", headers: ["Content-Type": "text/plain"]), 415),
        (try await api.call("POST", "/feedback", as: rep, String(repeating: " ", count: 100_000)), 413),
        (try await api.call("GET", "/outcomes/not-a-uuid", as: rep), 404),
      ]
      var ids: Set<String> = []
      for (answer, status) in answers {
        #expect(answer.status == status, "\(answer.text)")
        #expect(answer.http.field("Content-Type") == "application/problem+json")
        #expect(answer.http.field("X-Content-Type-Options") == "nosniff")
        #expect(answer.http.field("Content-Security-Policy")?.contains("default-src 'none'") == true)
        let id = try #require(answer.http.field("X-Request-ID"))
        #expect(answer.text("instance") == "urn:uuid:\(id)")
        ids.insert(id)
        let kind = try #require(answer.text("type"))
        #expect(try await api.plain("GET", kind).number("status") == Double(status))
      }
      #expect(ids.count == answers.count)
      #expect(answers[1].0.http.field("Allow") == "GET, HEAD")
      #expect(answers[3].0.count("errors") == 2, "every mistake is named at once")
    }
  }
}

extension Data {
  var base64URL: String {
    base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }
}
