import Foundation
import TestSupport
import Testing

struct ReportsCommandTests {
  private static let tenant = "6f1d3c3e-0000-4000-8000-0000000f0077"

  private struct Preview: Decodable {
    struct Section: Decodable {
      struct Part: Decodable {
        struct Figure: Decodable {
          let name: String
          let value: Double?
          let missing: String?
        }
        let figures: [Figure]
      }
      let name: String
      let parts: [Part]
    }
    let reportId: String
    let kind: String
    let audience: String
    let timeZone: String
    let headline: String
    let sections: [Section]

    func figure(_ name: String) -> Section.Part.Figure? {
      sections.flatMap(\.parts).flatMap(\.figures).first { $0.name == name }
    }
  }

  private struct List: Decodable {
    struct Report: Decodable {
      let reportId: String
      let kind: String
    }
    let reports: [Report]
  }

  /// Thirty e-mails in as many conversations, a day apart; every third is answered.
  private static func publish(to fleet: TestFleet) async throws {
    var lines: [EventLine] = []
    for number in 0..<30 {
      func id(_ kind: Character) -> String { "6f1d3c3e-0000-4000-8000-0000000\(kind)\(1000 + number)" }
      let time = Date(timeIntervalSince1970: 1_770_000_000) + Double(number) * 43_200
      lines.append(
        EventLine(
          tenant: tenant,
          eventID: id("a"),
          eventType: "agent.action",
          time: time,
          data: [
            "conversation_state_id": .text(id("c")), "action_type": .text("send_email"),
            "predicted_confidence": .number(0.5), "rep_id": .text("<script>"),
          ]
        )
      )
      if number.isMultiple(of: 3) {
        lines.append(.reply(id("b"), tenant: tenant, conversation: id("c"), at: time + 1800, replyType: "reply"))
      }
    }
    let ending = try await fleet.reckoner("import", "-", input: try lines.file)
    #expect(ending.exitCode == 0, "\(ending)")
    try await fleet.drain()
  }

  @Test func `a report is previewed as a page and as JSON, without being stored`() async throws {
    try await TestFleet.run { fleet in
      try await Self.publish(to: fleet)
      let command = ["reports", "preview", "--tenant", Self.tenant, "--at", "2026-02-20T06:00:00Z"]
      func run(_ more: String...) async throws -> ProgramProcess.Ending {
        try await ProgramProcess.run("reckoner", command + more, environment: fleet.environment)
      }
      let page = try await run("--as", "manager")
      #expect(page.exitCode == 0 && page.standardOutput.hasPrefix("<!doctype html>"), "\(page)")
      #expect(page.standardOutput.hasSuffix("</html>\n") && !page.standardOutput.contains("<script"))
      #expect(page.standardOutput.contains("&lt;script&gt;"), "the rep's name is shown as it is")
      let json = try await run("--as", "manager", "--json").json(as: Preview.self)
      #expect(json.kind == "daily" && json.audience == "manager" && json.timeZone == "UTC")
      #expect(json.figure("success_rate")?.value == 1.0 / 3 && json.headline.contains("30 decided actions"))
      #expect(json.figure("meeting_rate")?.value == nil && json.figure("meeting_rate")?.missing != nil)
      let weekly = try await run("--as", "executive", "--json").json(as: Preview.self)
      #expect(weekly.kind == "weekly" && weekly.reportId != json.reportId)
      let listed = try await fleet.reckoner("reports", "list", "--tenant", Self.tenant)
      #expect(listed.exitCode == 0 && listed.standardOutput == "no report is stored\n", "\(listed)")
      let missing = try await fleet.reckoner("reports", "show", json.reportId, "--tenant", Self.tenant)
      #expect(missing.exitCode == 65 && missing.standardError.contains("no report of that id"), "\(missing)")
    }
  }

  @Test func `a stored report is listed, and shown in words, as a page and as JSON`() async throws {
    try await TestFleet.run { fleet in
      let id = "5f1d3c3e-0000-5000-8000-000000000001"
      _ = try await fleet.rows(
        """
        INSERT INTO learning.reports VALUES ('\(Self.tenant)', '\(id)', 'weekly', 'executive', NULL, '2026-02-09',
          '2026-02-15', 'Europe/Berlin', 3600, '2026-02-16T06:00:00Z', '2026-02-16T06:00:04Z', 2,
          '2026-02-18T06:00:00Z', '\\x00', 'Weekly report, 9 to 15 February 2026', 'The headline.',
          '{"report_id": "\(id)", "summary": [{"name": "Actions", "text": "7"}]}', '<!doctype html>page')
        """
      )
      let list = try await fleet.reckoner("reports", "list", "--tenant", Self.tenant, "--json").json(as: List.self)
      #expect(list.reports.map(\.reportId) == [id] && list.reports.map(\.kind) == ["weekly"])
      let daily = try await fleet.reckoner("reports", "list", "--tenant", Self.tenant, "--kind", "daily", "--json")
      #expect(try daily.json(as: List.self).reports.isEmpty)
      let text = try await fleet.reckoner("reports", "list", "--tenant", Self.tenant).standardOutput
      #expect(text.contains("16 February 2026, 07:00 Europe/Berlin"), "\(text)")
      let shown = try await fleet.reckoner("reports", "show", id, "--tenant", Self.tenant).standardOutput
      for line in ["The headline.", "- Actions: 7", "revision 2, corrected on 18 February 2026, 07:00 Europe/Berlin"] {
        #expect(shown.contains(line), "\(shown)")
      }
      let page = try await fleet.reckoner("reports", "show", id, "--tenant", Self.tenant, "--html")
      #expect(page.standardOutput == "<!doctype html>page")
      let json = try await fleet.reckoner("reports", "show", id, "--tenant", Self.tenant, "--json")
      #expect(json.exitCode == 0 && json.standardOutput.contains("\"report_id\" : \"\(id)\""), "\(json)")
      let other = try await fleet.reckoner("reports", "show", id, "--tenant", "6f1d3c3e-0000-4000-8000-0000000f0078")
      #expect(other.exitCode == 65)
    }
  }
}
