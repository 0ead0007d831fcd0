import Access
import EventModel
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct OutcomeRouteTests {
  private let tenant = TestAPI.tenant(1)
  private var manager: TestAPI.Person { .init("manager", .manager, of: tenant) }
  private var rep: TestAPI.Person { .init("rep-1", .rep, of: tenant) }

  @Test("pages of a list are complete, without a row twice, in any page size")
  func pages() async throws {
    try await TestAPI.with { api in
      for number in 1...23 {
        // Several at the same instant: the id decides.
        try await api.act(
          number,
          of: tenant,
          in: TestAPI.conversation(number),
          at: TestAPI.now - .hours(Int64(2 + number / 5))
        )
      }
      try await api.settle()
      let all = try await api.call("GET", "/outcomes?limit=200", as: manager)
      let total = try #require(all.count("outcomes"))
      #expect(total >= 23)
      #expect(all["next_cursor"] == .null)
      for size in [1, 4, 7, total, total + 1] {
        var ids: [String] = []
        var cursor = ""
        repeat {
          let page = try await api.call("GET", "/outcomes?limit=\(size)\(cursor)", as: manager)
          let count = try #require(page.count("outcomes"))
          #expect(count <= size)
          ids += (0..<count).compactMap { page.text("outcomes.\($0).outcome_id") }
          cursor = page.text("next_cursor").map { "&cursor=\($0)" } ?? ""
        } while !cursor.isEmpty
        #expect(ids.count == total, "pages of \(size)")
        #expect(ids == (0..<total).compactMap { all.text("outcomes.\($0).outcome_id") })
      }
      #expect(try await api.call("GET", "/outcomes?cursor=abc", as: manager).status == 400)
    }
  }

  @Test("filters choose by status, type, action type, rep and period")
  func filters() async throws {
    try await TestAPI.with { api in
      try await api.act(1, of: tenant, in: TestAPI.conversation(1), rep: "rep-1")
      try await api.reply(2, of: tenant, in: TestAPI.conversation(1))
      try await api.act(3, of: tenant, in: TestAPI.conversation(2), "escalate", rep: "rep-2")
      try await api.act(4, of: tenant, in: TestAPI.conversation(3), rep: "rep-2", at: TestAPI.now - .days(20))
      try await api.act(5, of: tenant, in: TestAPI.conversation(4))
      try await api.reply(6, of: tenant, in: TestAPI.conversation(4), "unclear")
      try await api.settle()
      func conversations(_ query: String, as person: TestAPI.Person? = nil) async throws -> Set<String> {
        let answer = try await api.call("GET", "/outcomes?\(query)", as: person ?? manager)
        #expect(answer.status == 200, "\(answer.text)")
        let count = answer.count("outcomes") ?? 0
        return Set((0..<count).compactMap { answer.text("outcomes.\($0).conversation_state_id") })
      }
      func ids(_ numbers: Int...) -> Set<String> { Set(numbers.map { TestAPI.conversation($0).description }) }
      #expect(try await conversations("") == ids(1, 2, 3, 4))
      #expect(try await conversations("status=positive") == ids(1))
      #expect(try await conversations("status=ambiguous") == ids(4))
      #expect(try await conversations("outcome_type=escalation_result") == ids(2))
      #expect(try await conversations("action_type=escalate") == ids(2))
      #expect(try await conversations("rep_id=rep-2") == ids(2, 3))
      #expect(try await conversations("from=\((TestAPI.now - .days(1)).rfc3339.prefix(10))") == ids(1, 2, 4))
      #expect(try await conversations("to=\((TestAPI.now - .days(1)).rfc3339.prefix(10))") == ids(3))
      #expect(try await conversations("", as: rep) == ids(1, 4), "a rep sees the own, and what is nobody's")
      #expect(try await conversations("rep_id=rep-2", as: rep) == [])
    }
  }

  @Test("the queue of ambiguous outcomes hints at what people said; a label decides, is corrected, and is withdrawn")
  func labels() async throws {
    try await TestAPI.with { api in
      let conversation = TestAPI.conversation(1)
      try await api.act(1, of: tenant, in: conversation, rep: "rep-1")
      try await api.reply(2, of: tenant, in: conversation, "unclear")
      try await api.settle()
      let said = """
        {"conversation_state_id":"\(conversation)","target_type":"decision","target_id":"\(TestAPI.eventID(1))",\
        "source":"dashboard","rating":5}
        """
      #expect(try await api.call("POST", "/feedback", as: rep, said).status == 201)
      let queue = try await api.call("GET", "/outcomes?status=ambiguous", as: rep)
      #expect(queue.count("outcomes") == 1)
      #expect(queue.text("outcomes.0.label_hint.suggestion") == "positive")
      #expect(queue.text("outcomes.0.signal.data.reply_type") == "unclear")
      let id = try #require(queue.text("outcomes.0.outcome_id"))
      func status() async throws -> String? {
        try await api.settle()
        return try await api.call("GET", "/outcomes/\(conversation)", as: rep).text("outcomes.0.outcome_status")
      }
      #expect(try await api.call("POST", "/outcomes/\(id)/label", as: rep, #"{"status":"positive"}"#).status == 201)
      #expect(try await status() == "positive")
      let correction = try await api.call(
        "POST",
        "/outcomes/\(id)/label",
        as: manager,
        #"{"status":"negative","score":0.25,"comment":"they only asked for the price"}"#
      )
      #expect(correction.status == 201)
      #expect(try await status() == "negative")
      for _ in 0..<2 { #expect(try await api.call("DELETE", "/outcomes/\(id)/label", as: rep).status == 204) }
      #expect(try await status() == "ambiguous")
      let bins = try await api.postgresServer.execute(
        "SELECT sum(sample_count) FROM learning.calibration_bins",
        database: api.database
      )
      #expect(["", "0"].contains(bins.filter { !$0.isWhitespace }), "the bins followed: \(bins)")
      let bad = try await api.call("POST", "/outcomes/\(id)/label", as: rep, #"{"status":"maybe"}"#)
      #expect(bad.status == 422 && bad.text("errors.0.pointer") == "/status")
    }
  }

  @Test("an outcome's story and attribution are told to whom they belong, under any model")
  func story() async throws {
    try await TestAPI.with { api in
      let conversation = TestAPI.conversation(1)
      try await api.act(1, of: tenant, in: conversation, at: TestAPI.now - .hours(3))
      try await api.act(2, of: tenant, in: conversation, at: TestAPI.now - .hours(2))
      try await api.reply(3, of: tenant, in: conversation)
      try await api.settle()
      let id = try #require(
        try await api.call("GET", "/outcomes/\(conversation)", as: rep).text("outcomes.0.outcome_id")
      )
      let why = try await api.call("GET", "/outcomes/\(id)/why", as: rep)
      #expect(why.status == 200 && why["found"] == .bool(true), "\(why.text)")
      #expect(why.count("stories.0.conversations.0.timeline") == 3)
      for model in ["linear", "first_touch", "last_touch", "time_decay"] {
        let answer = try await api.call("GET", "/outcomes/\(id)/attribution?model=\(model)", as: rep)
        let credits = (0..<(answer.count("touches") ?? 0)).compactMap { answer.number("touches.\($0).credit_micros") }
        #expect(credits.reduce(0, +) == 1_000_000, "\(model): \(answer.text)")
      }
      let summary = try await api.call("GET", "/attribution/summary?model=linear", as: manager)
      #expect(summary.number("models.0.won") == 1)
      #expect(try await api.call("GET", "/attribution/summary?by=rep", as: rep).status == 403)
      #expect(try await api.call("GET", "/outcomes/\(id)/attribution?model=magic", as: rep).status == 400)
      let stranger = TestAPI.Person("rep-1", .executive, of: TestAPI.tenant(2))
      for path in ["/outcomes/\(id)/why", "/outcomes/\(id)/attribution", "/outcomes/\(conversation)"] {
        #expect(try await api.call("GET", path, as: stranger).status == 404)
      }
      for (method, body) in [("POST", #"{"status":"positive"}"#), ("DELETE", nil)] {
        #expect(try await api.call(method, "/outcomes/\(id)/label", as: stranger, body).status == 404)
      }
      let traces = try await api.postgresServer.execute(
        "SELECT count(*) FROM learning.outcome_labels",
        database: api.database
      )
      #expect(traces.contains("0"), "a stranger leaves no trace")
    }
  }

  @Test("a rep finds nothing of another rep's: no outcome, no story, no credit, and can't label it")
  func othersOutcomes() async throws {
    try await TestAPI.with { api in
      let conversation = TestAPI.conversation(1)
      try await api.act(1, of: tenant, in: conversation, rep: "rep-2")
      try await api.reply(2, of: tenant, in: conversation, "unclear")
      try await api.settle()
      let owner = TestAPI.Person("rep-2", .rep, of: tenant)
      let own = try await api.call("GET", "/outcomes/\(conversation)", as: owner)
      let id = try #require(own.text("outcomes.0.outcome_id"))
      for path in ["/outcomes/\(conversation)", "/outcomes/\(id)/why", "/outcomes/\(id)/attribution"] {
        #expect(try await api.call("GET", path, as: rep).status == 404, "\(path)")
        #expect(try await api.call("GET", path, as: owner).status == 200, "\(path)")
      }
      let label = #"{"status":"positive"}"#
      #expect(try await api.call("POST", "/outcomes/\(id)/label", as: rep, label).status == 404)
      #expect(try await api.call("DELETE", "/outcomes/\(id)/label", as: rep).status == 404)
      #expect(try await api.call("POST", "/outcomes/\(id)/label", as: owner, label).status == 201)
    }
  }
}
