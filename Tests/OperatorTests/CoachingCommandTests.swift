import Foundation
import TestSupport
import Testing

struct CoachingCommandTests {
  private static let tenant = "6f1d3c3e-0000-4000-8000-0000000f0012"
  private static let start = Date(timeIntervalSince1970: 1_770_000_000)

  private struct Report: Decodable {
    struct Pattern: Decodable {
      struct Evidence: Decodable {
        let outcomeCount: Int
        let successRate: Double
        let difference: Double
        let differenceInterval: [Double]
      }
      let patternId: UUID
      let attribute: String
      let value: String
      let sentence: String
      let recommendation: String
      let evidence: Evidence
      let ratings: Ratings
    }

    struct Ratings: Decodable, Equatable {
      let usefulCount: Int
      let uselessCount: Int
    }

    let timeZone: String
    let reps: [String]?
    let outcomeCount: Int
    let leftOutCount: Int
    let topActions: [Pattern]
    let improvementAreas: [Pattern]
    let escalationPatterns: [Pattern]
  }

  /// Each one for a while, at every hour and on every weekday.
  private static func rep(_ number: Int) -> String { ["anna", "ben", "cleo"][number / 7 % 3] }

  /// 240 e-mails in as many conversations: Anna's are answered two times in three, the others' one in six.
  private static func publish(to fleet: TestFleet) async throws {
    var lines: [EventLine] = []
    for number in 0..<240 {
      let rep = rep(number)
      func id(_ kind: Character) -> String { "6f1d3c3e-0000-4000-8000-0000000\(kind)\(1000 + number)" }
      let time = start + Double(number) * 3600
      lines.append(
        EventLine(
          tenant: tenant,
          eventID: id("a"),
          eventType: "agent.action",
          time: time,
          data: [
            "conversation_state_id": .text(id("c")), "action_type": .text("send_email"),
            "predicted_confidence": .number(0.5), "rep_id": .text(rep),
          ]
        )
      )
      if number * 19 % 100 < (rep == "anna" ? 66 : 17) {
        lines.append(
          .reply(id("b"), tenant: tenant, conversation: id("c"), at: time + 1800, replyType: "reply")
        )
      }
    }
    let ending = try await fleet.reckoner("import", "-", input: try lines.file)
    #expect(ending.exitCode == 0, "\(ending)")
    try await fleet.drain()
  }

  @Test func `patterns are told in words and as JSON, of everybody or a team, by the tenant's clocks`() async throws {
    try await TestFleet.run { fleet in
      try await Self.publish(to: fleet)
      let zone = try await fleet.reckoner("settings", "set", "time_zone", "Europe/Berlin", "--tenant", Self.tenant)
      #expect(zone.exitCode == 0, "\(zone)")
      let command = ["coaching", "patterns", "--tenant", Self.tenant, "--days", "30", "--at", "2026-02-20T00:00:00Z"]
      func run(_ more: String...) async throws -> ProgramProcess.Ending {
        try await ProgramProcess.run("reckoner", command + more, environment: fleet.environment)
      }
      let report = try await run("--json").json(as: Report.self)
      #expect(report.timeZone == "Europe/Berlin" && report.reps == nil)
      #expect(report.outcomeCount == 240 && report.leftOutCount == 0)
      let anna = try #require(report.topActions.first { $0.attribute == "rep" })
      #expect(anna.value == "anna" && anna.evidence.outcomeCount == (0..<240).filter { Self.rep($0) == "anna" }.count)
      #expect(anna.evidence.differenceInterval[0] > 0)
      #expect(anna.ratings == Report.Ratings(usefulCount: 0, uselessCount: 0))
      let text = try await run().standardOutput
      #expect(text.contains("240 matured outcomes") && text.contains("clocks of Europe/Berlin"), "\(text)")
      for line in [anna.sentence, anna.recommendation, anna.patternId.uuidString.lowercased()] {
        #expect(text.contains(line), "\(text)")
      }
      let team = try await run("--rep", "ben", "--rep", "cleo", "--json").json(as: Report.self)
      #expect(team.reps == ["ben", "cleo"] && team.outcomeCount == 240 - anna.evidence.outcomeCount)
      #expect(!team.topActions.contains { $0.value == "anna" })
    }
  }

  @Test func `a tenant without outcomes has no patterns, and a time zone that nobody knows is refused`() async throws {
    try await TestFleet.run { fleet in
      let report = try await fleet.reckoner("coaching", "patterns", "--tenant", Self.tenant, "--json")
        .json(as: Report.self)
      #expect(report.outcomeCount == 0 && report.topActions.isEmpty && report.timeZone == "UTC")
      let text = try await fleet.reckoner("coaching", "patterns", "--tenant", Self.tenant)
      #expect(text.exitCode == 0 && text.standardOutput.contains("0 matured outcomes, - % of them"), "\(text)")
      let zone = try await fleet.reckoner("settings", "set", "time_zone", "Europe/Atlantis", "--tenant", Self.tenant)
      #expect(zone.exitCode == 65 && zone.standardError.contains("time_zone is not valid"), "\(zone)")
    }
  }
}
