import Access
import EventModel
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct FeedbackRouteTests {
  private let tenant = TestAPI.tenant(1)
  private let conversation = TestAPI.conversation(1)
  private var rep: TestAPI.Person { .init("rep-1", .rep, of: tenant) }

  private func rating(_ value: Int, source: String = "inline", more: String = "") -> String {
    """
    {"conversation_state_id":"\(conversation)","target_type":"decision","target_id":"\(TestAPI.eventID(1))",\
    "source":"\(source)","rating":\(value)\(more)}
    """
  }

  @Test("a rating is recorded, set again, shown with its history, and withdrawn")
  func life() async throws {
    try await TestAPI.with { api in
      try await api.act(1, of: tenant, in: conversation)
      try await api.settle()
      let first = try await api.call("POST", "/feedback", as: rep, rating(1))
      #expect(first.status == 201, "\(first.text)")
      #expect(first.text("status") == "recorded")
      let again = try await api.call("POST", "/feedback", as: rep, rating(1))
      #expect(again.text("feedback_id") == first.text("feedback_id"), "the same vote again is the same entry")
      let second = try await api.call("POST", "/feedback", as: rep, rating(-1, more: ",\"comment\":\"too pushy\""))
      #expect(second.text("feedback_id") != first.text("feedback_id"))
      let path = "/feedback/\(conversation)"
      let current = try await api.call("GET", path, as: rep)
      #expect(current.count("feedback") == 1)
      #expect(current.number("feedback.0.rating") == -1)
      #expect(try await api.call("GET", "\(path)?history=true", as: rep).count("feedback") == 2)
      let id = try #require(second.text("feedback_id"))
      #expect(
        try await api.call("DELETE", "/feedback/\(try #require(first.text("feedback_id")))", as: rep).status == 204
      )
      #expect(try await api.call("GET", path, as: rep).count("feedback") == 1, "what is replaced can't be taken back")
      for _ in 0..<2 { #expect(try await api.call("DELETE", "/feedback/\(id)", as: rep).status == 204) }
      #expect(try await api.call("GET", path, as: rep).count("feedback") == 0)
      #expect(try await api.call("GET", "\(path)?history=true", as: rep).count("feedback") == 3)
    }
  }

  @Test("another person's rating can't be withdrawn, and neither can another tenant's be seen")
  func others() async throws {
    try await TestAPI.with { api in
      try await api.act(1, of: tenant, in: conversation)
      try await api.settle()
      let mine = try await api.call("POST", "/feedback", as: rep, rating(1))
      let id = try #require(mine.text("feedback_id"))
      let colleague = TestAPI.Person("rep-2", .rep, of: tenant)
      #expect(try await api.call("DELETE", "/feedback/\(id)", as: colleague).status == 404)
      let stranger = TestAPI.Person("rep-1", .executive, of: TestAPI.tenant(2))
      #expect(try await api.call("DELETE", "/feedback/\(id)", as: stranger).status == 404)
      #expect(try await api.call("GET", "/feedback/\(conversation)", as: stranger).status == 404)
      #expect(try await api.call("POST", "/feedback", as: stranger, rating(1)).status == 404)
      #expect(try await api.call("GET", "/feedback/\(conversation)", as: rep).count("feedback") == 1)
    }
  }

  @Test(
    "bad feedback is refused with a pointer to the member",
    arguments: [
      ("{}", "/conversation_state_id"), ("[]", ""), ("{\"ratin\":1}", ""),
    ]
  )
  func refused(_ body: String, _ pointer: String) async throws {
    try await TestAPI.with { api in
      let answer = try await api.call("POST", "/feedback", as: rep, body)
      #expect(answer.status == 422)
      #expect(answer.http.field("Content-Type") == "application/problem+json")
      #expect(answer.text("errors.0.pointer") == pointer)
    }
  }

  @Test("ratings are checked by their source's scale, and outcomes by their conversation")
  func scales() async throws {
    try await TestAPI.with { api in
      try await api.act(1, of: tenant, in: conversation)
      try await api.settle()
      for (value, source, status) in [
        (2, "inline", 422), (0, "dashboard", 422), (5, "dashboard", 201), (0, "inline", 201),
      ] {
        let answer = try await api.call("POST", "/feedback", as: rep, rating(value, source: source))
        #expect(answer.status == status, "\(value) \(source): \(answer.text)")
      }
      let foreign = ",\"outcome_record_id\":\"\(TestAPI.uuid(9, 9).uuidString.lowercased())\""
      let answer = try await api.call("POST", "/feedback", as: rep, rating(1, more: foreign))
      #expect(answer.status == 422)
      #expect(answer.text("errors.0.pointer") == "/outcome_record_id")
    }
  }

  @Test("a label that comes with a rating changes the outcome, and goes with it")
  func label() async throws {
    try await TestAPI.with { api in
      try await api.act(1, of: tenant, in: conversation)
      try await api.reply(2, of: tenant, in: conversation, "unclear")
      try await api.settle()
      let before = try await api.call("GET", "/outcomes/\(conversation)", as: rep)
      #expect(before.text("outcomes.0.outcome_status") == "ambiguous")
      let outcome = try #require(before.text("outcomes.0.outcome_id"))
      let more = ",\"outcome_record_id\":\"\(outcome)\",\"label\":\"positive\""
      let rated = try await api.call("POST", "/feedback", as: rep, rating(1, more: more))
      #expect(rated.status == 201, "\(rated.text)")
      try await api.settle()
      let after = try await api.call("GET", "/outcomes/\(conversation)", as: rep)
      #expect(after.text("outcomes.0.outcome_status") == "positive")
      #expect(after.text("outcomes.0.signal_source") == "human_label")
      let id = try #require(rated.text("feedback_id"))
      #expect(try await api.call("DELETE", "/feedback/\(id)", as: rep).status == 204)
      try await api.settle()
      let last = try await api.call("GET", "/outcomes/\(conversation)", as: rep)
      #expect(last.text("outcomes.0.outcome_status") == "ambiguous", "the label went with the rating")
    }
  }
}
