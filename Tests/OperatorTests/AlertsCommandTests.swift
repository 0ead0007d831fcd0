import Foundation
import RedisClient
import TestSupport
import Testing

struct AlertsCommandTests {
  private static let tenant = "6f1d3c3e-0000-4000-8000-0000000f0013"
  private static let letters = "t:\(tenant):events:agent.action:dlq"

  private struct Alert: Decodable {
    let alertId: String
    let rule: String
    let state: String
    let acknowledgedBy: String?
    let note: String?
  }

  private struct Alerts: Decodable {
    let alerts: [Alert]
  }

  private struct Report: Decodable {
    struct Change: Decodable {
      let event: String
    }
    let evaluated: Bool
    let openCount: Int
    let changes: [Change]
  }

  private struct Silence: Decodable {
    let silenceId: String
    let rule: String?
  }

  private struct Silences: Decodable {
    let silences: [Silence]
  }

  private static func alerts(_ fleet: TestFleet, _ arguments: String...) async throws -> ProgramProcess.Ending {
    try await ProgramProcess.run(
      "reckoner",
      ["alerts"] + arguments + ["--tenant", tenant],
      environment: fleet.environment
    )
  }

  private static func bury(_ count: Int, _ fleet: TestFleet) async throws {
    try await fleet.withRedis { redis in
      for number in 0..<count { _ = try await redis.send(RawCommand(["XADD", letters, "*", "n", "\(number)"])) }
    }
  }

  @Test func `an alert is evaluated, listed, acknowledged and ended`() async throws {
    try await TestFleet.run { fleet in
      let empty = try await Self.alerts(fleet, "list")
      #expect(empty.exitCode == 0 && empty.standardOutput == "no alerts\n", "\(empty)")
      try await Self.bury(120, fleet)
      let first = try await Self.alerts(fleet, "evaluate", "--at", "2026-03-01T00:00:00Z", "--json").json(
        as: Report.self
      )
      #expect(first.evaluated && first.openCount == 1 && first.changes.map(\.event) == ["firing"])
      let again = try await Self.alerts(fleet, "evaluate", "--at", "2026-03-01T00:00:00Z")
      #expect(again.exitCode == 0 && again.standardOutput.contains("was evaluated before"), "\(again)")
      let listed = try await Self.alerts(fleet, "list", "--open", "--json").json(as: Alerts.self).alerts
      #expect(listed.map(\.rule) == ["dead_letters_rise"] && listed[0].state == "firing")
      let text = try await Self.alerts(fleet, "list", "--open").standardOutput
      #expect(text.contains("[warning] 120 dead letters in t:\(Self.tenant)") && text.contains("reckoner dlq groups"))
      let id = listed[0].alertId
      let taken = try await Self.alerts(fleet, "acknowledge", id, "--by", "ada", "--note", "Mine.", "--json")
        .json(as: Alert.self)
      #expect(taken.state == "acknowledged" && taken.acknowledgedBy == "ada" && taken.note == "Mine.")
      let strange = try await Self.alerts(fleet, "acknowledge", Self.tenant)
      #expect(strange.exitCode == 1 && strange.standardError.contains("no such alert"), "\(strange)")
      _ = try await fleet.withRedis { try await $0.send(RawCommand(["DEL", Self.letters])) }
      let end = try await Self.alerts(fleet, "evaluate", "--at", "2026-03-01T01:00:00Z")
      #expect(end.standardOutput.contains("[resolved] Resolved: 120 dead letters"), "\(end)")
      #expect(end.standardOutput.contains("opened 0, ended 1, open 0"), "\(end)")
      #expect(try await Self.alerts(fleet, "list", "--open").standardOutput == "no alerts\n")
      let late = try await Self.alerts(fleet, "acknowledge", id)
      #expect(late.exitCode == 1 && late.standardError.contains("has ended already"), "\(late)")
    }
  }

  @Test func `silences are made, listed and lifted, and rules show what the tenant changed`() async throws {
    try await TestFleet.run { fleet in
      let made = try await Self.alerts(
        fleet,
        "silence",
        "--rule",
        "stream_stalls",
        "--subject",
        "x",
        "--for",
        "2h",
        "--reason",
        "Maintenance.",
        "--json"
      ).json(as: Silence.self)
      #expect(made.rule == "stream_stalls")
      let listed = try await Self.alerts(fleet, "silences", "--json").json(as: Silences.self).silences
      #expect(listed.map(\.silenceId) == [made.silenceId])
      let text = try await Self.alerts(fleet, "silences").standardOutput
      #expect(text.contains("Maintenance.") && text.contains(made.silenceId), "\(text)")
      #expect(try await Self.alerts(fleet, "unsilence", made.silenceId).exitCode == 0)
      #expect(try await Self.alerts(fleet, "unsilence", made.silenceId).exitCode == 1)
      #expect(try await Self.alerts(fleet, "silences").standardOutput == "no silences\n")

      let standard = try await Self.alerts(fleet, "rules").standardOutput
      #expect(standard.contains("success_rate_falls\n") && !standard.contains("(changed)"), "\(standard)")
      let set = try await fleet.reckoner(
        "settings",
        "set",
        "alert_rules",
        #"{"success_rate_falls": {"enter": 0.2}}"#,
        "--tenant",
        Self.tenant
      )
      #expect(set.exitCode == 0, "\(set)")
      let changed = try await Self.alerts(fleet, "rules").standardOutput
      #expect(changed.contains("success_rate_falls  (changed)\n") && changed.contains("enter 0.2"), "\(changed)")
      let bad = try await fleet.reckoner(
        "settings",
        "set",
        "alert_rules",
        #"{"success_rate_falls": {"enter": 2}}"#,
        "--tenant",
        Self.tenant
      )
      #expect(bad.exitCode == 65 && bad.standardError.contains("at success_rate_falls.enter: "), "\(bad)")
    }
  }
}
