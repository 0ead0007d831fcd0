import Access
import EventModel
import Foundation
import Reports
import TestSupport
import Testing
import Workers

@Suite(.timeLimit(.minutes(5))) struct ReportRouteTests {
  private let tenant = TestAPI.tenant(1)

  private func person(_ role: Role, team: String? = nil) -> TestAPI.Person {
    TestAPI.Person("ada", role, of: tenant, team: team)
  }

  /// Two days' reports of two teams, and one of a week.
  private func fill(_ api: TestAPI) async throws -> [String: MadeReport] {
    _ = try await api.postgresServer.execute(
      """
      INSERT INTO learning.tenant_settings (tenant_id, key, value, updated_at)
      VALUES ('\(tenant)', 'teams', '{"north": ["rep-1"], "south": ["rep-2"]}', now())
      """,
      database: api.database
    )
    let maker = ReportMaker(postgres: api.postgres, clock: WallClock { TestAPI.now })
    var made: [String: MadeReport] = [:]
    for day in [1, 0] as [Int64] {
      for report in try await maker.make(.daily, of: tenant, dueAt: TestAPI.now - .days(day)) {
        made["\(report.report.order.team?.text ?? "")\(day)"] = report
      }
    }
    made["week"] = try await maker.make(.weekly, of: tenant, dueAt: TestAPI.now).first
    return made
  }

  @Test("a manager reads the team's reports, an executive and an operator all, a rep none")
  func roles() async throws {
    try await TestAPI.with { api in
      let made = try await fill(api)
      #expect(made.count == 5)
      let north = person(.manager, team: "north")
      let listed = try await api.call("GET", "/reports", as: north)
      #expect(listed.count("reports") == 2, "\(listed.text)")
      #expect(listed.text("reports.0.report_id") == made["north0"]?.id.description)
      for (key, report) in made {
        let path = "/reports/\(report.id)"
        #expect(try await api.call("GET", path, as: north).status == (key.hasPrefix("north") ? 200 : 404), "\(key)")
        #expect(try await api.call("GET", path, as: person(.manager)).status == (key == "week" ? 404 : 200), "\(key)")
        for role in [Role.executive, .operator] {
          let answer = try await api.call("GET", path, as: person(role))
          #expect(answer.status == 200 && answer.text("report_id") == report.id.description)
          #expect(answer.json == report.report.json, "what was stored is what was made")
        }
        #expect(try await api.call("GET", path, as: person(.rep)).status == 403)
      }
      #expect(try await api.call("GET", "/reports", as: person(.executive)).count("reports") == 5)
      #expect(try await api.call("GET", "/reports", as: person(.manager)).count("reports") == 4)
      #expect(try await api.call("GET", "/reports", as: person(.manager, team: "west")).count("reports") == 0)
      let stranger = TestAPI.Person("eve", .executive, of: TestAPI.tenant(2))
      #expect(try await api.call("GET", "/reports", as: stranger).count("reports") == 0)
    }
  }

  @Test("a list has pages, and can be of one kind")
  func pages() async throws {
    try await TestAPI.with { api in
      _ = try await fill(api)
      var ids: [String] = []
      var cursor = ""
      for _ in 0..<3 {
        let page = try await api.call("GET", "/reports?limit=2\(cursor)", as: person(.executive))
        for index in 0..<(page.count("reports") ?? 0) { ids.append(page.text("reports.\(index).report_id") ?? "") }
        guard let next = page.text("next_cursor") else { break }
        cursor = "&cursor=\(next)"
      }
      #expect(ids.count == 5 && Set(ids).count == 5)
      let weekly = try await api.call("GET", "/reports?kind=weekly", as: person(.executive))
      #expect(weekly.count("reports") == 1 && weekly.text("reports.0.kind") == "weekly")
      #expect(weekly["next_cursor"] == .null)
      for query in ["kind=monthly", "limit=0", "limit=201", "cursor=x", "team=north"] {
        #expect(try await api.call("GET", "/reports?\(query)", as: person(.executive)).status == 400, "\(query)")
      }
    }
  }

  @Test("a report is read as JSON, or as a page that a browser may do nothing with but show")
  func formats() async throws {
    try await TestAPI.with { api in
      let made = try await fill(api)
      let report = try #require(made["week"])
      let path = "/reports/\(report.id)"
      let chief = person(.executive)
      let accepted = "text/html,application/xhtml+xml;q=0.9"
      for (query, headers) in [("?format=html", [:]), ("", ["Accept": accepted])] {
        let page = try await api.call("GET", path + query, as: chief, headers: headers)
        #expect(page.status == 200 && page.text == report.html)
        #expect(page.http.field("Content-Type") == "text/html; charset=utf-8")
        let policy = page.http.field("Content-Security-Policy") ?? ""
        #expect(policy.contains("default-src 'none'") && policy.contains("style-src 'unsafe-inline'"), "\(policy)")
        #expect(!policy.contains("script-src"))
        let tag = try #require(page.http.field("ETag"))
        let again = try await api.call(
          "GET",
          path + query,
          as: chief,
          headers: headers.merging(["If-None-Match": tag]) { $1 }
        )
        #expect(again.status == 304)
      }
      for (query, headers) in [
        ("", [:]), ("?format=json", ["Accept": accepted]), ("", ["Accept": "application/json, text/html"]),
      ] {
        let document = try await api.call("GET", path + query, as: chief, headers: headers)
        #expect(document.http.field("Content-Type") == "application/json" && document.json == report.report.json)
        #expect(document.http.field("Content-Security-Policy")?.contains("unsafe-inline") == false)
      }
      #expect(try await api.call("GET", path + "?format=pdf", as: chief).status == 400)
      #expect(try await api.call("GET", "/reports/nothing", as: chief).status == 404)
    }
  }
}
