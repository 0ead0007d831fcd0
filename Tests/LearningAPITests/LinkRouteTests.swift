import Access
import Crypto
import EventModel
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct LinkRouteTests {
  private let tenant = TestAPI.tenant(1)
  private let conversation = TestAPI.conversation(1)
  private var manager: TestAPI.Person { .init("manager", .manager, of: tenant) }
  private var rep: TestAPI.Person { .init("rep-1", .rep, of: tenant) }

  private func link(_ api: TestAPI, as person: TestAPI.Person, more: String = "") async throws -> TestAPI.Answer {
    try await api.call(
      "POST",
      "/feedback/links",
      as: person,
      """
      {"conversation_state_id":"\(conversation)","target_id":"\(TestAPI.eventID(1))"\(more)}
      """
    )
  }

  private func form(_ fields: [(String, String)]) -> String {
    fields.map { "\($0.0)=\($0.1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
      .joined(separator: "&")
  }

  private static let formHeaders = ["Content-Type": "application/x-www-form-urlencoded"]

  @Test("a GET of a link asks and never votes; its form votes, again and again as one vote")
  func votes() async throws {
    try await TestAPI.with { api in
      try await api.act(1, of: tenant, in: conversation)
      try await api.settle()
      let made = try await link(api, as: manager, more: ",\"reviewer_id\":\"rep-1\"")
      #expect(made.status == 201, "\(made.text)")
      let (path, token) = (try #require(made.text("path")), try #require(made.text("token")))
      for _ in 0..<3 {
        let page = try await api.plain("GET", path)
        #expect(page.status == 200)
        #expect(page.text.contains("<form method=\"post\">") && page.text.contains("rep-1"))
      }
      #expect(try await api.call("GET", "/feedback/\(conversation)", as: rep).count("feedback") == 0)
      for rating in ["1", "-1", "-1"] {
        let body = form([("token", token), ("rating", rating), ("comment", "thanks & bye")])
        let answer = try await api.plain("POST", path, headers: Self.formHeaders, body)
        #expect(answer.status == 200, "\(answer.text)")
      }
      let said = try await api.call("GET", "/feedback/\(conversation)", as: rep)
      #expect(said.count("feedback") == 1)
      #expect(said.text("feedback.0.reviewer_id") == "rep-1")
      #expect(said.number("feedback.0.rating") == -1)
      #expect(said.text("feedback.0.comment") == "thanks & bye")
    }
  }

  @Test("a link that was changed, has expired, or names another conversation is worth nothing")
  func refused() async throws {
    try await TestAPI.with { api in
      try await api.act(1, of: tenant, in: conversation)
      try await api.settle()
      let made = try await link(api, as: rep, more: ",\"days\":1")
      let (path, token) = (try #require(made.text("path")), try #require(made.text("token")))
      let middle = token.index(token.startIndex, offsetBy: token.count / 2)
      let changed = token[..<middle] + (token[middle] == "A" ? "B" : "A") + token[token.index(after: middle)...]
      #expect(try await api.plain("GET", path.replacing(token, with: changed)).status == 404)
      #expect(try await link(api, as: rep, more: ",\"reviewer_id\":\"rep-2\"").status == 403)
      let stranger = TestAPI.Person("x", .executive, of: TestAPI.tenant(2))
      #expect(try await link(api, as: stranger).status == 404)
      api.clock.advance(by: .days(1))
      #expect(try await api.plain("GET", path).status == 410)
      let body = form([("token", token), ("rating", "1")])
      #expect(try await api.plain("POST", path, headers: Self.formHeaders, body).status == 410)
    }
  }

  @Test("without a key, links are not offered")
  func notConfigured() async throws {
    try await TestAPI.with(["reckoner.feedback.link.keys": ""]) { api in
      let answer = try await link(api, as: manager)
      #expect(answer.status == 501)
      #expect(answer.text("detail")?.contains("RECKONER_FEEDBACK_LINK_KEYS") == true)
    }
  }

  private func click(
    _ api: TestAPI,
    token: String,
    user: String = "U1",
    secret: String = TestAPI.slackSecret,
    age: Int64 = 0
  ) async throws -> TestAPI.Answer {
    let payload = """
      {"type":"block_actions","user":{"id":"\(user)"},"team":{"id":"T1"},\
      "actions":[{"action_id":"reckoner_feedback_up","value":"\(token)"}]}
      """
    let body = form([("payload", payload)])
    let seconds = String(api.clock.now.microseconds / 1_000_000 - age)
    let code = HMAC<SHA256>.authenticationCode(
      for: Data("v0:\(seconds):\(body)".utf8),
      using: SymmetricKey(data: Data(secret.utf8))
    )
    let signature = "v0=" + code.map { String(format: "%02x", $0) }.joined()
    return try await api.plain(
      "POST",
      "\(TestAPI.prefix)/feedback/slack",
      headers: Self.formHeaders.merging(
        ["X-Slack-Request-Timestamp": seconds, "X-Slack-Signature": signature]
      ) { $1 },
      body
    )
  }

  @Test("a click in Slack votes for the reviewer that the user is, and for nobody else; signature and age are checked")
  func slack() async throws {
    try await TestAPI.with { api in
      try await api.act(1, of: tenant, in: conversation)
      try await api.settle()
      let made = try await link(api, as: manager, more: ",\"reviewer_id\":\"rep-1\",\"rating\":1")
      let token = try #require(made.text("token"))
      #expect(try await click(api, token: token).status == 403, "no user is known yet")
      _ = try await api.postgresServer.execute(
        """
        INSERT INTO learning.tenant_settings (tenant_id, key, value, updated_at)
        VALUES ('\(tenant)', 'slack_users', '{"U1": "rep-1", "U2": "rep-2"}', now())
        """,
        database: api.database
      )
      #expect(try await click(api, token: token, user: "U2").status == 403, "another person's click")
      #expect(try await click(api, token: token, secret: "wrong").status == 401)
      #expect(try await click(api, token: token, age: 301).status == 401)
      #expect(try await api.call("GET", "/feedback/\(conversation)", as: rep).count("feedback") == 0)
      for _ in 0..<3 { #expect(try await click(api, token: token).status == 200) }
      let said = try await api.call("GET", "/feedback/\(conversation)?history=true", as: rep)
      #expect(said.count("feedback") == 1)
      #expect(said.text("feedback.0.reviewer_id") == "rep-1")
    }
  }
}
