import Access
import EventModel
import Foundation
import TestSupport
import Testing

@testable import LearningAPI

@Suite(.timeLimit(.minutes(5))) struct DashboardTests {
  private let tenant = TestAPI.tenant(1)
  private static let html = ["Accept": "text/html"]
  private static let form = ["Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"]

  private func person(_ role: Role) -> TestAPI.Person { TestAPI.Person("\(role.rawValue)-1", role, of: tenant) }

  /// The cookie of a session.
  private func session(_ role: Role, _ api: TestAPI) async throws -> String {
    let token = try await TestAPI.token(person(role))
    let answer = try await api.plain("POST", "/sign-in", headers: Self.form, "token=\(token)")
    #expect(answer.status == 303 && answer.http.field("Location") == "/")
    let cookie = try #require(answer.http.field("Set-Cookie"))
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="] { #expect(cookie.contains(attribute)) }
    return try #require(cookie.split(separator: ";").first.map(String.init))
  }

  @Test("each role begins at its own page, and is told which pages are others'")
  func roles() async throws {
    try await TestAPI.with { api in
      for (role, first, pages) in [
        (Role.rep, "/rep", ["/rep", "/calibration"]),
        (.manager, "/manager", ["/manager", "/attribution", "/coaching", "/calibration"]),
        (.executive, "/executive", ["/executive", "/manager", "/attribution", "/coaching", "/calibration"]),
        (.operator, "/operations", ["/operations", "/calibration"]),
      ] {
        let headers = Self.html.merging(["Cookie": try await session(role, api)]) { $1 }
        let root = try await api.plain("GET", "/", headers: headers)
        #expect(root.status == 303 && root.http.field("Location") == first)
        for page in ["/rep", "/manager", "/executive", "/attribution", "/coaching", "/operations", "/calibration"] {
          let answer = try await api.plain("GET", page, headers: headers)
          #expect(answer.status == (pages.contains(page) ? 200 : 403), "\(role) \(page)")
          #expect(answer.http.field("Content-Type")?.hasPrefix("text/html") == true)
          let policy = answer.http.field("Content-Security-Policy") ?? ""
          #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "\(policy)")
        }
      }
    }
  }

  @Test("without a session a page leads to signing in and back, and never to another server")
  func signingIn() async throws {
    try await TestAPI.with { api in
      let page = try await api.plain("GET", "/manager?days=7", headers: Self.html)
      #expect(page.status == 303 && page.http.field("Location") == "/sign-in?next=%2Fmanager%3Fdays%3D7")
      let token = try await TestAPI.token(person(.manager))
      for (next, expected) in [
        ("%2Fmanager%3Fdays%3D7", "/manager?days=7"), ("%2F%2Fevil.example", "/"), ("https%3A%2F%2Fevil.example", "/"),
        ("%2F%5Cevil.example", "/"),
      ] {
        let answer = try await api.plain("POST", "/sign-in", headers: Self.form, "next=\(next)&token=\(token)")
        #expect(answer.http.field("Location") == expected)
      }
      let bad = try await api.plain("POST", "/sign-in", headers: Self.form, "token=abc")
      #expect(bad.status == 401 && bad.text.contains("role=\"alert\"") && bad.http.field("Set-Cookie") == nil)
      // A program that asks without a token gets a problem, and no page.
      #expect(try await api.plain("GET", "/manager").status == 401)
    }
  }

  @Test("a session's cookie reads the API, and writes from our own pages alone")
  func origins() async throws {
    try await TestAPI.with { api in
      try await api.act(1, of: tenant, in: TestAPI.conversation(1))
      try await api.reply(2, of: tenant, in: TestAPI.conversation(1), "unclear")
      try await api.settle()
      let cookie = try await session(.manager, api)
      let list = try await api.plain(
        "GET",
        "\(TestAPI.prefix)/outcomes?status=ambiguous",
        headers: ["Cookie": cookie]
      )
      let outcome = try #require(list.text("outcomes.0.outcome_id"))
      let body = "outcome_id=\(outcome)&label=positive"
      let base = Self.form.merging(["Cookie": cookie]) { $1 }
      for headers in [
        [:], ["Origin": "https://evil.example"], ["Sec-Fetch-Site": "cross-site", "Origin": "http://\(api.address)"],
        ["Sec-Fetch-Site": "same-site"],
      ] {
        let answer = try await api.plain("POST", "/answers/label", headers: base.merging(headers) { $1 }, body)
        #expect(answer.status == 403, "\(headers)")
      }
      let ours = base.merging(["Sec-Fetch-Site": "same-origin"]) { $1 }
      let answer = try await api.plain("POST", "/answers/label", headers: ours, body)
      #expect(answer.status == 303 && answer.http.field("Location") == "/")
      try await api.settle()
      let after = try await api.call("GET", "/outcomes/\(TestAPI.conversation(1))", as: person(.manager))
      #expect(after.text("outcomes.0.outcome_status") == "positive")
      let story = try await api.plain("GET", "/outcomes/\(outcome)", headers: base)
      #expect(story.status == 200 && story.text.contains("A person: it was positive"))
      // A mistake in the form is told, and another tenant's outcome isn't there.
      let wrong = try await api.plain("POST", "/answers/label", headers: ours, "outcome_id=\(outcome)&label=maybe")
      #expect(wrong.status == 422 && wrong.text.contains("must be one of"))
      let stranger = TestAPI.Person("manager-1", .manager, of: TestAPI.tenant(2))
      let token = try await TestAPI.token(stranger)
      let elsewhere = try await api.plain(
        "GET",
        "/outcomes/\(outcome)",
        headers: ["Authorization": "Bearer \(token)", "Accept": "text/html"]
      )
      #expect(elsewhere.status == 404)
    }
  }

  @Test("what pages load is ours, small, and asked for again by its tag")
  func assets() async throws {
    try await TestAPI.with { api in
      for name in ["dashboard.css", "dashboard.js", "icon.svg", "chart.js"] {
        let answer = try await api.plain("GET", "/assets/\(name)")
        #expect(answer.status == 200 && answer.text.utf8.count < 250_000, "\(name)")
        let tag = try #require(answer.http.field("ETag"))
        #expect(try await api.plain("GET", "/assets/\(name)", headers: ["If-None-Match": tag]).status == 304)
      }
      #expect(try await api.plain("GET", "/assets/openapi.json").status == 404)
      #expect(try await api.plain("GET", "/assets/dashboard.js").text.contains("http") == false, "no other host")
    }
  }
}
