import Attribution
import EventModel
import Resolution
import SettingModel
import TestSupport
import Testing

@Suite struct ResolutionSettingTests {
  @Test("the keys are those of the contract")
  func keys() {
    #expect(
      ResolutionSetting.allCases.map(\.key) == [
        "attribution_model", "attribution_half_life_days", "attribution_position_shares",
        "attribution_milestone_stage", "attribution_custom_weights", "attribution_type_effects",
        "window_hours.email_engagement", "window_hours.meeting_outcome",
        "window_hours.escalation_result", "window_hours.deal_progression", "expired_counts.email_engagement",
        "expired_counts.meeting_outcome", "expired_counts.escalation_result", "expired_counts.deal_progression",
        "deal_stages",
      ]
    )
    for setting in ResolutionSetting.allCases { #expect(ResolutionSetting(key: setting.key) == setting) }
    #expect(ResolutionSetting(key: "time_zone") == nil)
  }

  @Test("no settings, or those of others, give the default policy")
  func defaults() throws {
    #expect(try ResolutionPolicy(settings: [:]) == .default)
    #expect(try ResolutionPolicy(settings: ["time_zone": "not JSON", "window_hours": "7"]) == .default)
    let texts = ResolutionSetting.allCases.map {
      String(decoding: JSONWriter.compact($0.descriptor.defaultValue), as: UTF8.self)
    }
    #expect(
      texts == [
        "\"linear\"", "7", "{\"first\":0.4,\"last\":0.4}", "\"qualification\"",
        "{\"from_start\":[],\"middle\":1,\"from_end\":[]}", "{}", "24", "168", "168", "720", "true",
        "true", "true", "true",
        "[\"prospecting\",\"discovery\",\"qualification\",\"evaluation\",\"negotiation\",\"closed_won\"]",
      ]
    )
  }

  @Test("every setting finds its place in the policy")
  func everySetting() throws {
    let policy = try ResolutionPolicy(settings: [
      "attribution_model": "\"time_decay\"", "attribution_half_life_days": "0.5",
      "attribution_position_shares": "{\"last\": 0.9, \"first\": 0.1}", "attribution_milestone_stage": "\"offer\"",
      "window_hours.email_engagement": "1.5", "window_hours.meeting_outcome": "8760",
      "window_hours.deal_progression": "1e-30", "expired_counts.escalation_result": "false",
      "deal_stages": "[\"offer\", \"signed\"]", "attribution_custom_weights": "{\"from_start\": [2, 0.5]}",
      "attribution_type_effects": "{\"send_email\": 0.25, \"escalate\": 1}",
    ])
    #expect(policy.attributionModel == .timeDecay)
    #expect(
      policy.attributionParameters
        == AttributionParameters(
          halfLifeDays: 0.5,
          firstShare: 0.1,
          lastShare: 0.9,
          customWeights: try #require(CustomWeights(fromStart: [2, 0.5], middle: 0, fromEnd: [])),
          typeEffects: try #require(TypeEffects([ActionType("send_email"): 0.25, ActionType("escalate"): 1]))
        )
    )
    #expect(policy.milestoneStage == StageName("offer"))
    #expect(policy.windows[.emailEngagement] == .seconds(5400))
    #expect(policy.windows[.meetingOutcome] == .hours(8760))
    #expect(policy.windows[.escalationResult] == .hours(168))
    #expect(policy.windows[.dealProgression] == TimeInterval(microseconds: 1))
    #expect(OutcomeType.allCases.map { policy.expiredCounts[$0] } == [true, true, false, true])
    #expect(policy.stageOrder.names == [StageName("offer"), StageName("signed")])
  }

  @Test("a policy's values, applied again, give the policy")
  func roundTrip() throws {
    for seed in UInt64(0)..<200 {
      let policy = RandomWorld(seed: seed).policy
      // In any order: no setting resets another.
      var generator = TestGenerator(seed: seed)
      var copy = ResolutionPolicy.default
      for setting in ResolutionSetting.allCases.shuffled(using: &generator) {
        try setting.apply(setting.value(in: policy), to: &copy)
      }
      #expect(copy == policy, "seed \(seed)")
    }
  }

  @Test(
    "a value of the wrong type or out of bounds is refused",
    arguments: [
      ("attribution_model", ["1", "null", "\"Linear\"", "\"\"", "[\"linear\"]"]),
      ("attribution_half_life_days", ["0", "-1", "3650.001", "\"7\"", "1e400", "true"]),
      (
        "attribution_position_shares",
        [
          "[0.4, 0.4]", "{\"first\": 0.4}", "{\"first\": 0.6, \"last\": 0.5}", "{\"first\": -0.1, \"last\": 0.5}",
          "{\"first\": 0.4, \"last\": \"0.4\"}", "{\"first\": 0.4, \"last\": 0.4, \"middle\": 0.2}",
          "{\"first\": 1.1, \"last\": 0}",
        ]
      ),
      (
        "attribution_custom_weights",
        [
          "[1]", "{\"from_start\": 1}", "{\"middle\": -1}", "{\"middle\": 1000001}", "{\"start\": [1]}", "1", "null",
          "{\"from_end\": [\"1\"]}",
        ]
      ),
      (
        "attribution_type_effects",
        [
          "[]", "{\"send_email\": 1.01}", "{\"send_email\": -0.1}", "{\"send_email\": \"1\"}", "{\"\": 0.5}", "0.5",
          "{\"send_email\": null}",
        ]
      ),
      ("attribution_milestone_stage", ["2", "\"\"", "null"]),
      ("window_hours.meeting_outcome", ["0", "-0.5", "8760.5", "\"24\"", "null", "1e999"]),
      ("expired_counts.meeting_outcome", ["1", "\"true\"", "null"]),
      (
        "deal_stages",
        [
          "[]", "[\"a\"]", "[\"a\", \"a\"]", "[\"a\", \"\"]", "[\"a\", 1]", "[\"a\", \"stalled\"]",
          "[\"closed_lost\", \"a\"]", "{\"a\": 1}",
        ]
      ),
    ]
  )
  func refused(key: String, texts: [String]) throws {
    let expectation = try #require(ResolutionSetting(key: key)).descriptor.expectation
    for text in texts {
      let error = #expect(throws: SettingError.self, "\(text)") { try ResolutionPolicy(settings: [key: text]) }
      #expect(error?.code == .unexpectedValue && error?.key == key && error?.expectation == expectation, "\(text)")
    }
  }

  @Test("a refusal is a sentence with the key and the bounds")
  func sentences() {
    let error = #expect(throws: SettingError.self) {
      try ResolutionPolicy(settings: ["window_hours.meeting_outcome": "0"])
    }
    #expect(
      error?.description
        == "window_hours.meeting_outcome is not valid; expected a number of hours above 0, at most 8760."
    )
    let malformed = #expect(throws: SettingError.self) {
      try ResolutionPolicy(settings: ["attribution_model": "linear"])
    }
    #expect(malformed?.code == .notJSON)
    #expect(malformed?.description.hasPrefix("attribution_model is not JSON; expected one of \"linear\"") == true)
  }

  @Test("every setting has a help sentence and alters results")
  func descriptors() {
    for descriptor in ResolutionSetting.allCases.map(\.descriptor) {
      #expect(descriptor.help.hasSuffix(".") && descriptor.altersResults)
      #expect(!descriptor.expectation.isEmpty)
    }
  }
}
