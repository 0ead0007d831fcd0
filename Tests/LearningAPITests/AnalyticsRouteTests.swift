import Access
import EventModel
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct AnalyticsRouteTests {
  private let tenant = TestAPI.tenant(1)

  private func person(_ user: String, _ role: Role, team: String? = nil) -> TestAPI.Person {
    TestAPI.Person(user, role, of: tenant, team: team)
  }

  /// Two reps: of rep-1's ten e-mails six are answered, of rep-2's ten two; each costs a half; a deal is won.
  private func fill(_ api: TestAPI) async throws {
    var number = 0
    for (rep, answered) in [("rep-1", 6), ("rep-2", 2)] {
      for index in 0..<10 {
        number += 2
        let conversation = TestAPI.conversation(number)
        let time = TestAPI.now - .days(10)
        try await api.act(
          number,
          of: tenant,
          in: conversation,
          confidence: 0.7,
          rep: rep,
          at: time,
          more: ",\"cost\":0.5,\"channel\":\"email\""
        )
        let answer = index < answered ? "reply" : "unsubscribe"
        try await api.reply(number + 1, of: tenant, in: conversation, answer, at: time + .hours(1))
      }
    }
    try await api.stage(
      99,
      of: tenant,
      in: TestAPI.conversation(2),
      to: "closed_won",
      amount: 1200,
      at: TestAPI.now - .days(9)
    )
    try await api.settle()
  }

  @Test("each role reads its own figures: a rep the own, a manager the team's, an executive all")
  func roles() async throws {
    try await TestAPI.with { api in
      try await fill(api)
      let rep = try await api.call("GET", "/analytics/rep?days=30", as: person("rep-1", .rep))
      #expect(rep.status == 200, "\(rep.text)")
      #expect(rep.text("role") == "rep" && rep.number("period.days") == 30)
      #expect(rep.number("metrics.response_rate.value") == 0.6)
      #expect(rep.number("metrics.response_rate.sample_size") == 10)
      #expect(rep.text("metrics.response_rate.definition")?.isEmpty == false)
      #expect(rep.text.contains("1200"), "the credited amount of the deal")
      let other = try await api.call("GET", "/analytics/rep", as: person("rep-2", .rep))
      #expect(other.number("metrics.response_rate.value") == 0.2)
      #expect(!other.text.contains("1200"))
      let nobody = try await api.call("GET", "/analytics/rep", as: person("rep-3", .rep))
      #expect(nobody["metrics.response_rate.value"] == .null, "unknown is never zero")
      #expect(nobody.text("metrics.response_rate.missing")?.isEmpty == false)
      #expect(try await api.call("GET", "/analytics/rep?rep_id=rep-2", as: person("rep-1", .rep)).status == 403)
      let manager = try await api.call("GET", "/analytics/manager", as: person("boss", .manager))
      #expect(manager.number("metrics.response_rate.value") == 0.4, "\(manager.text)")
      let executive = try await api.call("GET", "/analytics/executive", as: person("chief", .executive))
      #expect(executive.number("metrics.cost_per_interaction.value") == 0.5, "\(executive.text)")
      #expect(executive["metrics.time_saved.value"] == .null, "no assumption is set")
      let stranger = TestAPI.Person("chief", .executive, of: TestAPI.tenant(2))
      let empty = try await api.call("GET", "/analytics/executive", as: stranger)
      #expect(empty.status == 200 && empty["metrics.cost_per_interaction.value"] == .null)
    }
  }

  @Test("a manager with a team reads the team's figures and outcomes alone")
  func teams() async throws {
    try await TestAPI.with { api in
      try await fill(api)
      _ = try await api.postgresServer.execute(
        """
        INSERT INTO learning.tenant_settings (tenant_id, key, value, updated_at)
        VALUES ('\(tenant)', 'teams', '{"north": ["rep-1"], "south": ["rep-2"]}', now())
        """,
        database: api.database
      )
      let north = try await api.call("GET", "/analytics/manager", as: person("n", .manager, team: "north"))
      #expect(north.number("metrics.response_rate.value") == 0.6, "\(north.text)")
      let south = try await api.call("GET", "/analytics/manager", as: person("s", .manager, team: "south"))
      #expect(south.number("metrics.response_rate.value") == 0.2)
      let none = try await api.call("GET", "/analytics/manager", as: person("x", .manager, team: "unknown"))
      #expect(none["metrics.response_rate.value"] == .null)
      let listed = try await api.call("GET", "/outcomes?limit=200", as: person("n", .manager, team: "north"))
      #expect((listed.count("outcomes") ?? 0) > 0)
      #expect(!listed.text.contains("\"rep-2\""))
      let named = try await api.call("GET", "/analytics/rep?rep_id=rep-2", as: person("n", .manager, team: "north"))
      #expect(named.status == 403)
      let own = try await api.call("GET", "/analytics/rep?rep_id=rep-1", as: person("n", .manager, team: "north"))
      #expect(own.number("metrics.response_rate.value") == 0.6)
    }
  }

  @Test("an answer that has not changed is told by its tag, and one that has is read anew")
  func tags() async throws {
    try await TestAPI.with { api in
      try await fill(api)
      let chief = person("chief", .executive)
      let first = try await api.call("GET", "/analytics/executive", as: chief)
      let tag = try #require(first.http.field("ETag"))
      let again = try await api.call("GET", "/analytics/executive", as: chief, headers: ["If-None-Match": tag])
      #expect(again.status == 304 && again.text.isEmpty)
      api.clock.advance(by: .seconds(6))
      let same = try await api.call("GET", "/analytics/executive", as: chief, headers: ["If-None-Match": tag])
      #expect(same.status == 304, "read anew, and the same")
      try await api.act(500, of: tenant, in: TestAPI.conversation(500), at: TestAPI.now - .days(1), more: ",\"cost\":3")
      try await api.settle()
      api.clock.advance(by: .seconds(6))
      let changed = try await api.call("GET", "/analytics/executive", as: chief, headers: ["If-None-Match": tag])
      #expect(changed.status == 200)
      #expect((changed.number("metrics.cost_per_interaction.value") ?? 0) > 0.5)
      let before = try await api.call("GET", "/analytics/executive?days=367", as: chief)
      #expect(before.status == 400)
    }
  }

  @Test("coaching patterns name what a manager can do, and a reader rates them")
  func coaching() async throws {
    try await TestAPI.with { api in
      var number = 0
      for (channel, share) in [("email", 2), ("chat", 8)] {
        for index in 0..<120 {
          number += 2
          let conversation = TestAPI.conversation(number)
          let time = TestAPI.now - .days(20) + .hours(Int64(index % 48))
          try await api.act(
            number,
            of: tenant,
            in: conversation,
            rep: "rep-\(index % 3)",
            at: time,
            more: ",\"channel\":\"\(channel)\""
          )
          let type = index % 10 < share ? "reply" : "unsubscribe"
          try await api.reply(number + 1, of: tenant, in: conversation, type, at: time + .hours(1))
        }
      }
      try await api.settle()
      let boss = person("boss", .manager)
      let found = try await api.call("GET", "/coaching/patterns?days=90", as: boss)
      #expect(found.status == 200, "\(found.text)")
      #expect(found.text("top_actions.0.attribute") == "channel", "the planted pattern is found: \(found.text)")
      #expect(found.text("top_actions.0.value") == "chat")
      #expect(found.text("top_actions.0.sentence")?.contains("80 %") == true)
      #expect(found.text("top_actions.0.recommendation")?.isEmpty == false)
      let id = try #require(found.text("top_actions.0.pattern_id"))
      let rated = try await api.call("POST", "/coaching/patterns/\(id)/rating", as: boss, #"{"useful":true}"#)
      #expect(rated.status == 201, "\(rated.text)")
      let again = try await api.call("GET", "/coaching/patterns?days=90", as: boss)
      #expect(again.number("top_actions.0.ratings.useful_count") == 1, "\(again.text)")
      let stranger = TestAPI.Person("boss", .manager, of: TestAPI.tenant(2))
      #expect(try await api.call("GET", "/coaching/patterns", as: stranger).count("top_actions") == 0)
      #expect(try await api.call("GET", "/coaching/patterns", as: person("rep-1", .rep)).status == 403)
    }
  }
}
