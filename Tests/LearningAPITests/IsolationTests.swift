import Access
import EventModel
import Foundation
import HTTPTypes
import Logging
import Reports
import TestSupport
import Testing
import Workers

@testable import LearningAPI

/// One tenant's token with another tenant's ids, over every route that takes one.
@Suite(.timeLimit(.minutes(5))) struct IsolationTests {
  private let owner = TestAPI.tenant(1)
  private let stranger = TestAPI.tenant(2)
  private let conversation = TestAPI.conversation(1)

  /// What belongs to the owner, by where a route names it.
  private struct Ids {
    let outcome: String
    let feedback: String
    let conversation: String
    let report: String
    let alert: String
    let silence: String
  }

  private func fill(_ api: TestAPI) async throws -> Ids {
    try await api.act(1, of: owner, in: conversation, at: TestAPI.now - .days(40))
    try await api.reply(2, of: owner, in: conversation, at: TestAPI.now - .days(39))
    // Of its own, so that nothing fails for being empty.
    try await api.act(3, of: stranger, in: TestAPI.conversation(3), "schedule_meeting")
    try await api.settle()
    let reports = try await ReportMaker(postgres: api.postgres, clock: WallClock { TestAPI.now })
      .make(.daily, of: owner, dueAt: TestAPI.now)
    let person = TestAPI.Person("ada", .executive, of: owner)
    let listed = try await api.call("GET", "/outcomes/\(conversation)", as: person)
    let said = try await api.call(
      "POST",
      "/feedback",
      as: person,
      """
      {"conversation_state_id":"\(conversation)","target_type":"decision","target_id":"x","source":"inline","rating":1}
      """
    )
    let silence = try await api.call(
      "POST",
      "/alerts/silences",
      as: person,
      #"{"duration_minutes":60,"reason":"A test."}"#
    )
    return Ids(
      outcome: try #require(listed.text("outcomes.0.outcome_id")),
      feedback: try #require(said.text("feedback_id")),
      conversation: conversation.description,
      report: try #require(reports.first).id.description,
      alert: try await api.openAlert(of: owner).description,
      silence: try #require(silence.text("silence_id"))
    )
  }

  /// Addresses with the owner's ids in them; a route that names none isn't there.
  private static func places(_ routes: [Route], _ ids: Ids) -> [(route: Route, path: String)] {
    routes.compactMap { route in
      guard case .roles = route.audience, route.path.contains("{") else { return nil }
      let id =
        switch (route.path, route.method) {
        case ("/feedback/{id}", .delete): ids.feedback
        case ("/feedback/{id}", _), ("/outcomes/{id}", _): ids.conversation
        case ("/reports/{id}", _): ids.report
        case ("/alerts/{id}/acknowledge", _): ids.alert
        case ("/alerts/silences/{id}", _): ids.silence
        default: ids.outcome
        }
      let path = route.path.replacing("{id}", with: id).replacing("{action_type}", with: "send_email")
      return (route, path)
    }
  }

  private static func body(of route: Route, _ ids: Ids) -> String? {
    switch route.path {
    case "/outcomes/{id}/label" where route.method == .post: #"{"status":"positive"}"#
    default: route.body == .none ? nil : "{}"
    }
  }

  /// Rows of every table by tenant, which no attempt may change.
  private func rows(_ api: TestAPI) async throws -> [String] {
    let tables = try await api.postgresServer.execute(
      """
      SELECT table_name FROM information_schema.columns
      WHERE table_schema = 'learning' AND column_name = 'tenant_id' AND table_name IN (
        SELECT tablename FROM pg_tables WHERE schemaname = 'learning')
      ORDER BY table_name
      """,
      database: api.database
    ).split(separator: "\n").map(String.init)
    #expect(tables.count > 15)
    var counts: [String] = []
    for table in tables {
      let count = try await api.postgresServer.execute(
        "SELECT '\(table)', tenant_id, count(*) FROM learning.\(table) GROUP BY 2 ORDER BY 2",
        database: api.database
      )
      counts.append(count)
    }
    return counts
  }

  @Test("with another tenant's ids every route answers 404, to every role that it is for, and leaves no trace")
  func everyRoute() async throws {
    try await TestAPI.with { api in
      let ids = try await fill(api)
      let services = try await TestAPI.services(
        [:],
        redisURL: api.redisServer.socketURL,
        databaseURL: api.postgresServer.socketURL(database: api.database, role: "reckoner_api"),
        clock: api.clock,
        logger: Logger(label: "test")
      )
      // A pattern's id is the same for all tenants: who rates one rates their own.
      let places = Self.places(LearningAPI(services: services).routes, ids)
        .filter { !$0.route.path.hasPrefix("/coaching/") }
      await services.close()
      #expect(places.count == 18)
      let before = try await rows(api)
      for (route, path) in places {
        guard case .roles(let roles) = route.audience else { continue }
        for role in roles {
          let answer = try await api.call(
            route.method.rawValue,
            path,
            as: TestAPI.Person("eve", role, of: stranger),
            Self.body(of: route, ids)
          )
          #expect(answer.status == 404, "\(role) \(route.method) \(path): \(answer.status) \(answer.text)")
        }
      }
      let posted = [
        ("/feedback", "\"target_type\":\"decision\",\"target_id\":\"x\",\"source\":\"inline\",\"rating\":1"),
        ("/feedback/links", "\"target_id\":\"x\""),
      ]
      for (path, members) in posted {
        let body = "{\"conversation_state_id\":\"\(ids.conversation)\",\(members)}"
        let answer = try await api.call("POST", path, as: TestAPI.Person("eve", .manager, of: stranger), body)
        #expect(answer.status == 404, "\(path): \(answer.text)")
      }
      #expect(try await rows(api) == before)
    }
  }
}
