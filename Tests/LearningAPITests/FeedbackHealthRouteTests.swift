import Access
import EventModel
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct FeedbackHealthRouteTests {
  private let tenant = TestAPI.tenant(1)
  private var manager: TestAPI.Person { .init("manager", .manager, of: tenant) }
  private var rep: TestAPI.Person { .init("rep-1", .rep, of: tenant) }

  private func rate(_ api: TestAPI, _ number: Int, _ rating: Int, as person: TestAPI.Person) async throws {
    let answer = try await api.call(
      "POST",
      "/feedback",
      as: person,
      """
      {"conversation_state_id":"\(TestAPI.conversation(number))","target_type":"decision",\
      "target_id":"\(TestAPI.eventID(number))","source":"inline","rating":\(rating)}
      """
    )
    #expect(answer.status == 201, "\(answer.text)")
  }

  @Test(
    "people are asked about open escalations and stage changes alone, no more than a few a day, and once answered not again"
  )
  func prompts() async throws {
    try await TestAPI.with { api in
      for number in 1...8 { try await api.act(number, of: tenant, in: TestAPI.conversation(number), "escalate") }
      try await api.act(20, of: tenant, in: TestAPI.conversation(20))
      try await api.act(21, of: tenant, in: TestAPI.conversation(21), "escalate", rep: "rep-2")
      try await api.act(22, of: tenant, in: TestAPI.conversation(22), "escalate")
      try await api.reply(23, of: tenant, in: TestAPI.conversation(22), "escalation_resolved")
      try await api.settle()
      let first = try await api.call("GET", "/feedback/prompts", as: rep)
      let shown = try #require(first.count("prompts"))
      #expect(shown == 6, "\(first.text)")
      #expect(first.number("withheld_count") == 2)
      let asked = Set((0..<shown).compactMap { first.text("prompts.\($0).conversation_state_id") })
      for number in [20, 21, 22] { #expect(!asked.contains(TestAPI.conversation(number).description)) }
      let target = try #require(first.text("prompts.0.target_id"))
      let answered = try #require((1...8).first { TestAPI.eventID($0).description == target })
      try await rate(api, answered, 1, as: rep)
      let second = try await api.call("GET", "/feedback/prompts", as: rep)
      #expect(second.count("prompts") == 5, "what was asked today is asked again, and nothing beyond it")
      #expect(!second.text.contains(target))
      api.clock.advance(by: .days(1))
      #expect(try await api.call("GET", "/feedback/prompts", as: rep).count("prompts") == 6, "another day")
    }
  }

  @Test("the summary tells how many were asked and answered, how ratings spread, and how they agree")
  func summary() async throws {
    try await TestAPI.with { api in
      for number in 1...4 {
        try await api.act(number, of: tenant, in: TestAPI.conversation(number), "escalate", at: TestAPI.now - .days(3))
        let type = number <= 2 ? "escalation_resolved" : "escalation_unresolved"
        try await api.reply(10 + number, of: tenant, in: TestAPI.conversation(number), type, at: TestAPI.now - .days(2))
      }
      for number in 5...6 { try await api.act(number, of: tenant, in: TestAPI.conversation(number), "escalate") }
      try await api.settle()
      #expect(try await api.call("GET", "/feedback/prompts", as: rep).count("prompts") == 2)
      api.clock.advance(by: .seconds(1))
      try await rate(api, 5, 1, as: rep)
      for number in 1...4 { try await rate(api, number, number <= 2 ? 1 : -1, as: rep) }
      for number in 1...4 { try await rate(api, number, number <= 2 ? 1 : -1, as: manager) }
      api.clock.advance(by: .seconds(1))
      let own = try await api.call("GET", "/feedback/summary?days=7", as: rep)
      #expect(own.status == 200, "\(own.text)")
      #expect(own.number("asked_count") == 2 && own.number("answered_count") == 1)
      #expect(own.number("feedback_rate.value") == 0.5)
      #expect(own.number("rating_count") == 5, "a rep reads of the own ratings alone")
      let all = try await api.call("GET", "/feedback/summary?days=7", as: manager)
      #expect(all.number("rating_count") == 9)
      #expect(all.number("rater_agreement.alpha") == 1)
      #expect(all.number("outcome_agreement.concordance.value") == 1, "\(all.text)")
      #expect(all.number("outcome_agreement.success_count") == 2)
      let stranger = TestAPI.Person("x", .manager, of: TestAPI.tenant(2))
      #expect(try await api.call("GET", "/feedback/summary", as: stranger).number("rating_count") == 0)
    }
  }

  @Test("a server that only reads shows what deserves a question, and notes nothing")
  func readOnly() async throws {
    try await TestAPI.with(["reckoner.read.only": "true"]) { api in
      try await api.act(1, of: tenant, in: TestAPI.conversation(1), "escalate")
      try await api.settle()
      #expect(try await api.call("GET", "/feedback/prompts", as: rep).count("prompts") == 1)
      let noted = try await api.postgresServer.execute(
        "SELECT count(*) FROM learning.feedback_prompts",
        database: api.database
      )
      #expect(noted.filter(\.isNumber) == "0")
    }
  }
}
