import Access
import EventModel
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct CalibrationRouteTests {
  private let tenant = TestAPI.tenant(1)
  private var manager: TestAPI.Person { .init("manager", .manager, of: tenant) }

  private func fill(_ api: TestAPI) async throws {
    for number in 0..<30 {
      let conversation = TestAPI.conversation(number)
      let time = TestAPI.now - .days(60)
      try await api.act(2 * number, of: tenant, in: conversation, confidence: number < 20 ? 0.85 : 0.25, at: time)
      let type = number % 3 == 0 ? "reply" : "unsubscribe"
      try await api.reply(2 * number + 1, of: tenant, in: conversation, type, at: time + .hours(1))
    }
    try await api.settle()
  }

  @Test("the curve tells each bin's confidence, rate, count and interval, and what is matured")
  func curve() async throws {
    try await TestAPI.with { api in
      try await fill(api)
      let answer = try await api.call("GET", "/calibration/send_email", as: manager)
      #expect(answer.status == 200, "\(answer.text)")
      #expect(answer.text("action_type") == "send_email")
      #expect(answer.number("sample_count") == 30)
      #expect(answer.number("matured_count") == 30)
      #expect(answer.number("curve.counts.8") == 20)
      #expect(answer.number("curve.midpoints.8") == 0.85)
      #expect(abs((answer.number("curve.mean_predicted.8") ?? 0) - 0.85) < 1e-9)
      #expect(abs((answer.number("curve.actual_rates.8") ?? 0) - 7.0 / 20) < 1e-9)
      #expect(answer["curve.actual_rates.0"] == .null, "an empty bin has no rate")
      #expect(answer.count("curve.intervals.8") == 2)
      // 20 of 0.85 with 7 successes, 10 of 0.25 with 3.
      let brier = (7 * 0.15 * 0.15 + 13 * 0.85 * 0.85 + 3 * 0.75 * 0.75 + 7 * 0.25 * 0.25) / 30
      #expect(abs((answer.number("brier_score") ?? 0) - brier) < 1e-9)
      #expect(answer["is_calibrated"] == .bool(false))
      let all = try await api.call("GET", "/calibration", as: manager)
      #expect(all.count("action_types") == 1)
      #expect(try await api.call("GET", "/calibration/unknown", as: manager).status == 404)
      #expect(try await api.call("GET", "/calibration/send_email/trend?days=7", as: manager).count("days") == 7)
      #expect(try await api.call("GET", "/calibration/send_email/drift", as: manager).status == 200)
      let stranger = TestAPI.Person("x", .manager, of: TestAPI.tenant(2))
      #expect(try await api.call("GET", "/calibration/send_email", as: stranger).status == 404)
    }
  }

  @Test("managers freeze, release and roll back; a rep may not, and a state that doesn't allow it is a conflict")
  func decisions() async throws {
    try await TestAPI.with { api in
      try await fill(api)
      let path = "/calibration/send_email"
      let standing = try await api.call("GET", "\(path)/adjustments", as: manager)
      #expect(standing.status == 200, "\(standing.text)")
      let version = try #require(standing.number("state.version"))
      let frozen = try await api.call("POST", "\(path)/freeze", as: manager)
      #expect(frozen.status == 200 && frozen["frozen"] == .bool(true), "\(frozen.text)")
      let released = try await api.call("POST", "\(path)/freeze", as: manager, #"{"frozen":false}"#)
      #expect(released["frozen"] == .bool(false))
      #expect(try await api.call("POST", "\(path)/approve", as: manager).status == 409)
      if version > 0 {
        let back = try await api.call("POST", "\(path)/rollback", as: manager, #"{"version":0,"note":"too early"}"#)
        #expect(back.number("version") == version + 1, "\(back.text)")
        #expect(back.number("confidence_scaling") == 1)
        let history = try await api.call("GET", "\(path)/adjustments", as: manager)
        #expect(history.text("adjustments.0.decided_by") == "manager")
        #expect(history.text("adjustments.0.kind") == "rollback")
      } else {
        #expect(try await api.call("POST", "\(path)/rollback", as: manager).status == 409)
      }
      let rep = TestAPI.Person("rep-1", .rep, of: tenant)
      #expect(try await api.call("POST", "\(path)/freeze", as: rep).status == 403)
      let stranger = TestAPI.Person("x", .manager, of: TestAPI.tenant(2))
      #expect(try await api.call("POST", "\(path)/freeze", as: stranger).status == 404)
    }
  }
}
