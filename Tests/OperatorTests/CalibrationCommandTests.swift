import Foundation
import RedisClient
import TestSupport
import Testing

/// What people do about corrections, by the operator's tool.
struct CalibrationCommandTests {
  private static let tenant = "6f1d3c3e-0000-4000-8000-0000000f0004"

  private struct State: Decodable {
    let actionType: String
    let confidenceScaling: Double
    let version: Int
    let verdict: String
    let frozen: Bool
    let mapVersion: Int?
    let proposal: Adjustment?
  }

  private struct Adjustment: Decodable {
    let version: Int?
    let kind: String
    let status: String
    let decidedBy: String?
    let reason: String
    let sampleCount: Int?
    let scalingAfter: Double
    let evidence: Evidence?
  }

  private struct Evidence: Decodable {
    struct Bin: Decodable {
      let binIndex: Int
      let sampleCount: Int
    }
    let bins: [Bin]
  }

  private struct Rehearsal: Decodable {
    struct Step: Decodable {
      let sampleCount: Int
      let scalingAfter: Double
    }
    let judgementCount: Int
    let confidenceScaling: Double
    let steps: [Step]
  }

  private struct Map: Decodable {
    struct InForce: Decodable {
      struct Document: Decodable {
        let kind: String
      }
      let version: Int
      let sampleCount: Int
      let brierBefore: Double
      let brierAfter: Double
      let map: Document
    }
    let sampleCount: Int
    let brierAfter: Double?
    let inForce: InForce?
  }

  /// Sixty actions, or so many, a year ago that said 0.9; a third was answered.
  private static func events(_ count: Int = 60) throws -> String {
    let start = Date(timeIntervalSince1970: 1_735_732_800)
    var generator = TestGenerator(seed: 4)
    let lines = (0..<count).flatMap { number -> [EventLine] in
      let conversation = generator.uuid()
      let time = start + Double(number) * 60
      return [
        EventLine.action(
          generator.uuid(),
          tenant: tenant,
          conversation: conversation,
          at: time,
          actionType: "send_email",
          confidence: 0.9
        ),
        EventLine.reply(
          generator.uuid(),
          tenant: tenant,
          conversation: conversation,
          at: time + 600,
          replyType: number % 3 == 0 ? "reply" : "bounce"
        ),
      ]
    }
    return try lines.map { try $0.json }.joined(separator: "\n")
  }

  private static func calibration(_ fleet: TestFleet, _ arguments: String...) async throws -> ProgramProcess.Ending {
    try await ProgramProcess.run(
      "reckoner",
      ["calibration"] + arguments + ["--tenant", tenant],
      environment: fleet.environment
    )
  }

  @Test func `a proposal is shown, approved, taken back, and kept from happening again`() async throws {
    try await TestFleet.run { fleet in
      let none = try await Self.calibration(fleet, "show", "--json")
      #expect(try none.json(as: [State].self).isEmpty, "\(none)")
      let mode = ["settings", "set", "calibration_mode", "propose", "--tenant", Self.tenant]
      #expect(try await ProgramProcess.run("reckoner", mode, environment: fleet.environment).exitCode == 0)
      let imported = try await fleet.reckoner("import", "-", input: try Self.events())
      #expect(imported.exitCode == 0, "\(imported)")
      try await fleet.drain()

      let shown = try await Self.calibration(fleet, "show", "--json").json(as: [State].self)
      let proposal = try #require(shown.first?.proposal)
      #expect(shown.map(\.version) == [0] && shown.map(\.verdict) == ["overconfident"])
      #expect(proposal.version == nil && proposal.sampleCount == 60 && proposal.status == "proposed")
      #expect(proposal.evidence?.bins.map(\.binIndex) == [9] && proposal.evidence?.bins.map(\.sampleCount) == [60])
      // A tenth of 0.9 - (20 + 9) / 70.
      #expect(abs(proposal.scalingAfter - (1 - 0.1 * (0.9 - 29.0 / 70))) < 1e-12)
      let text = try await Self.calibration(fleet, "show")
      #expect(text.standardOutput.contains("waiting for a person"), "\(text)")

      let approved = try await Self.calibration(fleet, "approve", "send_email", "--by", "anna", "--json")
      #expect(try approved.json(as: State.self).version == 1, "\(approved)")
      let again = try await Self.calibration(fleet, "approve", "send_email")
      #expect(again.exitCode == 1 && again.standardError.contains("no change of this action type waits"), "\(again)")
      let read = try await fleet.withRedis { redis in
        try await redis.send(HashGetAll(key: "t:\(Self.tenant):calibration:send_email"))
      }
      #expect(read.contains(RedisField("version", "1")), "an agent reads it at once")

      let back = try await Self.calibration(fleet, "rollback", "send_email", "--note", "Too early.", "--json")
      #expect(try back.json(as: State.self).confidenceScaling == 1, "\(back)")
      let frozen = try await Self.calibration(fleet, "freeze", "send_email", "--json")
      #expect(try frozen.json(as: State.self).frozen, "\(frozen)")
      let released = try await Self.calibration(fleet, "release", "send_email")
      #expect(released.exitCode == 0 && released.standardOutput.hasPrefix("send_email: version 2"), "\(released)")
      let history = try await Self.calibration(fleet, "history", "send_email", "--json").json(as: [Adjustment].self)
      #expect(history.map(\.kind) == ["rollback", "adjust"] && history.map(\.version) == [2, 1])
      #expect(history[0].reason.hasSuffix("Too early.") && history[1].decidedBy == "anna")
      try await fleet.drain()
      try await fleet.verified()
    }
  }

  @Test func `a rehearsal says what settings would have done, and writes nothing`() async throws {
    try await TestFleet.run { fleet in
      let off = ["settings", "set", "calibration_mode", "off", "--tenant", Self.tenant]
      #expect(try await ProgramProcess.run("reckoner", off, environment: fleet.environment).exitCode == 0)
      _ = try await fleet.reckoner("import", "-", input: try Self.events())
      try await fleet.drain()
      let own = try await Self.calibration(fleet, "rehearse", "send_email", "--json").json(as: Rehearsal.self)
      #expect(own.steps.isEmpty && own.confidenceScaling == 1 && own.judgementCount == 1)
      let auto = try await Self.calibration(
        fleet,
        "rehearse",
        "send_email",
        "--set",
        "calibration_mode=auto",
        "--set",
        "calibration_cycle_samples=30",
        "--json"
      ).json(as: Rehearsal.self)
      // Of the first thirty a third was answered; the others acted before that adjustment.
      #expect(auto.steps.map(\.sampleCount) == [30])
      #expect(abs(auto.confidenceScaling - (1 - 0.1 * (0.9 - 19.0 / 40))) < 1e-12)
      let text = try await Self.calibration(fleet, "rehearse", "send_email", "--set", "calibration_mode=auto")
      #expect(text.standardOutput.contains("it said 90.0 % on average, and 33.3 % came true"), "\(text)")
      #expect(text.standardOutput.contains("corrected once"), "\(text)")
      #expect(try await fleet.number("SELECT count(*) FROM learning.calibration_adjustments") == 0)
      let wrong = try await Self.calibration(fleet, "rehearse", "send_email", "--set", "calibration_mode=loud")
      #expect(wrong.exitCode == 65 && wrong.standardError.contains("\"auto\""), "\(wrong)")
      let unknown = try await Self.calibration(fleet, "rehearse", "send_email", "--set", "deal_stages=[]")
      #expect(unknown.exitCode == 64, "\(unknown)")
      let nothing = try await Self.calibration(fleet, "rehearse", "sing")
      #expect(nothing.exitCode == 0 && nothing.standardOutput.contains("no matured actions"), "\(nothing)")
    }
  }

  @Test func `a map that a tenant wants is in force after the scheduler looked, and shown beside a fit`() async throws {
    try await TestFleet.run { fleet in
      let on = ["settings", "set", "calibration_map", "true", "--tenant", Self.tenant]
      #expect(try await ProgramProcess.run("reckoner", on, environment: fleet.environment).exitCode == 0)
      _ = try await fleet.reckoner("import", "-", input: try Self.events(240))
      try await fleet.drain()
      let before = try await Self.calibration(fleet, "map", "--json").json(as: [Map].self)
      #expect(before.map(\.sampleCount) == [240] && before.first?.brierAfter != nil && before.first?.inForce == nil)
      let none = try await Self.calibration(fleet, "map")
      #expect(none.standardOutput.contains("in force: none"), "\(none)")
      let looked = try await fleet.run("learning-scheduler", "--run", "calibration")
      #expect(looked.exitCode == 0, "\(looked)")
      let after = try await Self.calibration(fleet, "map", "--json").json(as: [Map].self)
      let map = try #require(after.first?.inForce)
      #expect(map.version == 1 && map.sampleCount == 240 && map.map.kind != "identity")
      // It said 0.9, and a third came true: (2 (0.9)^2 + (0.1)^2) / 3.
      #expect(abs(map.brierBefore - 1.63 / 3) < 1e-12 && map.brierAfter == after.first?.brierAfter)
      let text = try await Self.calibration(fleet, "map")
      #expect(text.standardOutput.contains("in force: version 1, \(map.map.kind), fitted at "), "\(text)")
      #expect(try await Self.calibration(fleet, "show", "--json").json(as: [State].self).map(\.mapVersion) == [1])
      try await fleet.verified()
    }
  }
}
