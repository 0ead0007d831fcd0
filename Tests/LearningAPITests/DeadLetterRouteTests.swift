import Access
import EventModel
import Foundation
import RedisClient
import Streams
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct DeadLetterRouteTests {
  private let tenant = TestAPI.tenant(1)
  private let other = TestAPI.tenant(2)
  private var operate: TestAPI.Person { .init("operator", .operator, of: tenant) }

  private func bury(_ api: TestAPI) async throws {
    for (number, tenant) in [(1, tenant), (2, tenant), (3, other)] {
      try await api.act(
        number,
        of: tenant,
        in: TestAPI.conversation(number),
        confidence: number == 2 ? 7 : 0.5,
        more: ",\"deal_stage\":\"someday\",\"metadata\":{\"secret\":\"customer's words\"}"
      )
    }
    try await api.settle()
  }

  @Test("letters are listed with their reasons and without their payloads, each tenant's own")
  func list() async throws {
    try await TestAPI.with { api in
      try await bury(api)
      let answer = try await api.call("GET", "/dead-letters", as: operate)
      #expect(answer.count("letters") == 2, "\(answer.text)")
      #expect(!answer.text.contains("customer's words"))
      #expect(answer.text("letters.0.reason") == "invalid_field")
      #expect(try await api.call("GET", "/dead-letters?reason=too_large", as: operate).count("letters") == 0)
      #expect(try await api.call("GET", "/dead-letters/groups", as: operate).count("groups") == 2)
      let manager = TestAPI.Person("manager", .manager, of: tenant)
      #expect(try await api.call("GET", "/dead-letters", as: manager).status == 403)
    }
  }

  @Test("a replay puts letters back: what heals is applied once, what doesn't comes back with its count; others' stay")
  func replay() async throws {
    try await TestAPI.with { api in
      try await bury(api)
      let rehearsed = try await api.call("POST", "/dead-letters/replay", as: operate, #"{"dry_run":true}"#)
      #expect(rehearsed.number("matched") == 2 && rehearsed.number("requeued") == 0, "\(rehearsed.text)")
      _ = try await api.postgresServer.execute(
        """
        INSERT INTO learning.tenant_settings (tenant_id, key, value, updated_at)
        VALUES ('\(tenant)', 'deal_stages', '["someday", "won"]', now())
        """,
        database: api.database
      )
      for round in 1...2 {
        let replayed = try await api.call("POST", "/dead-letters/replay", as: operate)
        #expect(replayed.number("requeued") == (round == 1 ? 2 : 1), "\(replayed.text)")
        try await api.settle()
        let left = try await api.call("GET", "/dead-letters", as: operate)
        #expect(left.count("letters") == 1, "the confidence of 7 doesn't heal")
        #expect(left.number("letters.0.retry_count") == Double(round))
        #expect(left.count("letters.0.history") == round)
      }
      let actions = try await api.postgresServer.execute(
        "SELECT count(*) FROM learning.events WHERE tenant_id = '\(tenant)'",
        database: api.database
      )
      #expect(actions.contains("1"))
      let stranger = TestAPI.Person("operator", .operator, of: other)
      #expect(try await api.call("GET", "/dead-letters", as: stranger).count("letters") == 1)
      let audit = try await api.postgresServer.execute(
        "SELECT actor_id, action, detail ->> 'done' FROM learning.operator_actions ORDER BY acted_at, action_id",
        database: api.database
      )
      #expect(audit.contains("operator|replay|"))
    }
  }

  @Test("a discard takes the tenant's own letters alone")
  func discard() async throws {
    try await TestAPI.with { api in
      try await bury(api)
      let answer = try await api.call("POST", "/dead-letters/discard", as: operate, #"{"reason":"invalid_field"}"#)
      #expect(answer.number("discarded") == 2, "\(answer.text)")
      #expect(try await api.call("GET", "/dead-letters", as: operate).count("letters") == 0)
      let stranger = TestAPI.Person("operator", .operator, of: other)
      #expect(try await api.call("GET", "/dead-letters", as: stranger).count("letters") == 1)
      let bad = try await api.call("POST", "/dead-letters/discard", as: operate, #"{"reson":"invalid_field"}"#)
      #expect(bad.status == 422)
    }
  }
}
