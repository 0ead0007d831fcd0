import Access
import EventModel
import Foundation
import HTTPTypes
import Logging
import TestSupport
import Testing

@testable import LearningAPI

@Suite(.timeLimit(.minutes(2))) struct DescriptionTests {
  @Test("the description lists every route with its roles and body, and no other")
  func routes() async throws {
    try await TestAPI.with { api in
      let document = try await api.plain("GET", "/openapi.json")
      #expect(document.text("openapi") == "3.1.0")
      let services = try await TestAPI.services(
        [:],
        redisURL: api.redisServer.socketURL,
        databaseURL: api.postgresServer.socketURL(database: api.database, role: "reckoner_api"),
        clock: api.clock,
        logger: .init(label: "test")
      )
      let learning = LearningAPI(services: services)
      await services.close()
      var described: [String: JSONValue] = [:]
      for path in document["paths"]?.members ?? [] {
        for method in path.value.members ?? [] { described["\(method.name) \(path.name)"] = method.value }
      }
      let served =
        learning.rootRoutes.map { ($0, $0.path) } + learning.routes.map { ($0, TestAPI.prefix + $0.path) }
      let names = served.map { "\($0.0.method.rawValue.lowercased()) \($0.1)" }
      #expect(Set(names) == Set(described.keys))
      for ((route, _), name) in zip(served, names) {
        let operation = try #require(described[name])
        var roles: Set<String> = []
        if case .array(let listed)? = operation["x-roles"] {
          for case .string(let role) in listed { roles.insert(role) }
        }
        switch route.audience {
        // The stream takes a token or a ticket, and looks at both by itself.
        case .anyone where route.path == "/analytics/stream": #expect(operation["security"] != .array([]))
        case .anyone: #expect(operation["security"] == .array([]), "\(name)")
        case .roles(let allowed): #expect(roles == Set(allowed.map(\.rawValue)), "\(name)")
        }
        #expect((operation["requestBody"] != nil) == (route.body != .none), "\(name)")
      }
    }
  }
}
