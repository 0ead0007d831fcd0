import Foundation
import TestSupport
import Testing

struct SettingsCommandTests {
  private static let tenant = "6f1d3c3e-0000-4000-8000-0000000f0002"

  private struct Setting<Value: Decodable>: Decodable {
    let key: String
    let value: Value
    let isDefault: Bool
    let help: String
  }

  private struct Due: Decodable {
    let dueBecauseOfSettings: Int
    let dueBecauseOfSettingsSince: String?
  }

  private struct AnyValue: Decodable {
    init(from decoder: any Decoder) {}
  }

  private static func settings(_ fleet: TestFleet, _ arguments: String...) async throws -> ProgramProcess.Ending {
    try await ProgramProcess.run(
      "reckoner",
      ["settings"] + arguments + ["--tenant", tenant],
      environment: fleet.environment
    )
  }

  @Test func `settings are listed with their defaults, changed, and returned to the default`() async throws {
    try await TestFleet.run { fleet in
      let listed = try await Self.settings(fleet, "list", "--json").json(as: [Setting<AnyValue>].self)
      #expect(listed.map(\.key).contains("deal_stages"))
      #expect(listed.count == Set(listed.map(\.key)).count)
      #expect(listed.allSatisfy { $0.isDefault && !$0.help.isEmpty })
      let text = try await Self.settings(fleet, "list")
      #expect(text.standardOutput.contains("attribution_model = \"linear\"  (default)"), "\(text)")

      let set = try await Self.settings(fleet, "set", "window_hours.email_engagement", "48", "--json")
      #expect(set.exitCode == 0, "\(set)")
      let get = try await Self.settings(fleet, "get", "window_hours.email_engagement", "--json")
      for ending in [set, get] {
        let setting = try ending.json(as: Setting<Double>.self)
        #expect(setting.value == 48 && !setting.isDefault)
      }
      // A shell takes the quotes off a word.
      let word = try await Self.settings(fleet, "set", "attribution_model", "time_decay")
      #expect(word.exitCode == 0, "\(word)")
      #expect(try await Self.settings(fleet, "get", "attribution_model").standardOutput == "\"time_decay\"\n")
      let stages = try await Self.settings(fleet, "set", "deal_stages", #"["lead", "demo", "won"]"#, "--json")
      #expect(try stages.json(as: Setting<[String]>.self).value == ["lead", "demo", "won"])

      let back = try await Self.settings(fleet, "set", "attribution_model", "default", "--json")
      let standard = try back.json(as: Setting<String>.self)
      #expect(standard.value == "linear" && standard.isDefault)
    }
  }

  @Test(arguments: [
    ["window_hours.email_engagement", "0"], ["window_hours.email_engagement", "long"],
    ["window_hours.email_engagement", "9000"], ["attribution_model", "guess"], ["attribution_model", "1"],
    ["deal_stages", "[]"], ["deal_stages", #"["a", "a"]"#], ["deal_stages", #"["lead""#],
    ["attribution_custom_weights", #"{"middle": -1}"#], ["attribution_type_effects", #"{"send_email": 2}"#],
    ["expired_counts.email_engagement", "maybe"], ["attribution_position_shares", #"{"first": 0.9, "last": 0.9}"#],
  ])
  func `an invalid value exits 65 with a sentence, and nothing changes`(words: [String]) async throws {
    try await TestFleet.run { fleet in
      let ending = try await Self.settings(fleet, "set", words[0], words[1])
      #expect(ending.exitCode == 65, "\(ending)")
      #expect(ending.standardOutput.isEmpty)
      #expect(ending.standardError.contains("\(words[0]) is not valid; expected "), "\(ending)")
      #expect(try await fleet.number("SELECT count(*) FROM learning.tenant_settings") == 0)
    }
  }

  @Test func `an unknown key exits 64 and the known ones are named`() async throws {
    try await TestFleet.run { fleet in
      for ending in [
        try await Self.settings(fleet, "set", "window_hours.lunch", "1"),
        try await Self.settings(fleet, "get", "window_hours.lunch"),
      ] {
        #expect(ending.exitCode == 64, "\(ending)")
        #expect(ending.standardError.contains("window_hours.meeting_outcome"), "\(ending)")
      }
    }
  }

  @Test func `a new window marks the conversations due before set returns, and a drain resolves them anew`()
    async throws
  {
    let (tenant, acted) = (Self.tenant, Date(timeIntervalSince1970: 1_735_732_800))
    var generator = TestGenerator(seed: 5)
    let conversation = generator.uuid()
    let events: [EventLine] = [
      .action(generator.uuid(), tenant: tenant, conversation: conversation, at: acted, confidence: 0.5),
      .reply(generator.uuid(), tenant: tenant, conversation: conversation, at: acted + 30 * 3600, replyType: "reply"),
    ]
    try await TestFleet.run { fleet in
      let imported = try await fleet.reckoner("import", "-", input: try events.file)
      #expect(imported.exitCode == 0, "\(imported)")
      try await fleet.drain()
      let status = "SELECT outcome_status FROM learning.outcome_records"
      #expect(try await fleet.rows(status) == ["expired"])

      let set = try await Self.settings(fleet, "set", "window_hours.email_engagement", "48")
      #expect(set.exitCode == 0, "\(set)")
      #expect(try await fleet.number("SELECT count(*) FROM learning.due_conversations") == 1)
      let waiting = try await fleet.reckoner("status", "--tenant", tenant, "--json").json(as: Due.self)
      #expect(waiting.dueBecauseOfSettings == 1 && waiting.dueBecauseOfSettingsSince != nil)
      let text = try await fleet.reckoner("status", "--tenant", tenant)
      #expect(text.standardOutput.contains("1 conversations are to be resolved anew"), "\(text)")
      try await fleet.drain()
      let settled = try await fleet.reckoner("status", "--tenant", tenant, "--json").json(as: Due.self)
      #expect(settled.dueBecauseOfSettings == 0 && settled.dueBecauseOfSettingsSince == nil)
      let nothing = try await Self.settings(fleet, "set", "calibration_mode", "off", "--wait")
      #expect(nothing.exitCode == 0, "\(nothing)")
      #expect(try await fleet.rows(status) == ["positive"])
      #expect(try await fleet.number("SELECT sum(outcome_sum) FROM learning.calibration_bins") == 1)
      try await fleet.verified()
    }
  }
}
