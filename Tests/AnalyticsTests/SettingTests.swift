import Analytics
import Coaching
import EventModel
import SettingModel
import Testing

struct SettingTests {
  @Test func `the keys are those that an operator sets, and none alters a result`() {
    #expect(
      AnalyticsSetting.allCases.map(\.key) == [
        "analytics_minutes_saved_per_action", "analytics_hourly_cost", "analytics_human_baseline", "teams",
      ]
    )
    for setting in AnalyticsSetting.allCases {
      #expect(AnalyticsSetting(key: setting.key) == setting)
      #expect(!setting.descriptor.altersResults)
      #expect(setting.descriptor.defaultValue == .object([]))
      #expect(setting.descriptor.help.hasSuffix("."))
    }
    #expect(AnalyticsSetting(key: "deal_stages") == nil)
  }

  @Test func `no settings, or those of others, give the default policy`() throws {
    #expect(try AnalyticsPolicy(settings: [:]) == .default)
    #expect(try AnalyticsPolicy(settings: ["deal_stages": "no JSON", "team": "1"]) == .default)
    let defaults = Dictionary(
      uniqueKeysWithValues: AnalyticsSetting.allCases.map {
        ($0.key, String(decoding: JSONWriter.compact($0.descriptor.defaultValue), as: UTF8.self))
      }
    )
    #expect(try AnalyticsPolicy(settings: defaults) == .default)
  }

  @Test func `every setting finds its place in the policy, and back`() throws {
    let policy = try AnalyticsPolicy(settings: [
      "analytics_minutes_saved_per_action": #"{"send_email": 4.5, "default": 2, "escalate": 0}"#,
      "analytics_hourly_cost": #"{"currency": "EUR", "amount": 62.5}"#,
      "analytics_human_baseline":
        #"{"email_engagement": {"rate": 0.31}, "meeting_outcome": {"cost": 12, "rate": 1, "sample_count": 40}}"#,
      "teams": #"{"north": ["ann", "bob"], "south": [], "all": ["ann"]}"#,
    ])
    #expect(policy.minutesSaved[ActionType("send_email")] == 4.5)
    #expect(policy.minutesSaved[ActionType("escalate")] == 0)
    #expect(policy.minutesSaved[ActionType("call")] == 2)
    #expect(policy.hourlyCost == HourlyCost(amount: 62.5, currency: "EUR"))
    #expect(
      policy.humanBaselines == [
        .emailEngagement: try #require(HumanBaseline(rate: 0.31)),
        .meetingOutcome: try #require(HumanBaseline(rate: 1, sampleCount: 40, cost: 12)),
      ]
    )
    #expect(
      policy.teams == [TeamID("north"): [RepIDs.ann, RepIDs.bob], TeamID("south"): [], TeamID("all"): [RepIDs.ann]]
    )
    var copy = AnalyticsPolicy.default
    for setting in AnalyticsSetting.allCases { try setting.apply(setting.value(in: policy), to: &copy) }
    #expect(copy == policy)
    try AnalyticsSetting.hourlyCost.apply(.object([]), to: &copy)
    #expect(copy.hourlyCost == nil)
  }

  @Test(arguments: [
    (
      "analytics_minutes_saved_per_action",
      ["[]", "5", "null", #"{"call": -1}"#, #"{"call": 1441}"#, #"{"call": "5"}"#, #"{"": 5}"#, #"{"call": 1e400}"#]
    ),
    (
      "analytics_hourly_cost",
      [
        "60", #"{"amount": 60}"#, #"{"amount": 0, "currency": "EUR"}"#, #"{"amount": 60, "currency": "eur"}"#,
        #"{"amount": 60, "currency": "EURO"}"#, #"{"amount": 60, "currency": "EUR", "per": "hour"}"#,
        #"{"amount": 1000001, "currency": "EUR"}"#, #"{"amount": "60", "currency": "EUR"}"#,
      ]
    ),
    (
      "analytics_human_baseline",
      [
        #"{"email": {"rate": 0.3}}"#, #"{"email_engagement": 0.3}"#, #"{"email_engagement": {}}"#,
        #"{"email_engagement": {"rate": 1.1}}"#, #"{"email_engagement": {"rate": 0.3, "sample_count": 0}}"#,
        #"{"email_engagement": {"rate": 0.3, "sample_count": 1.5}}"#,
        #"{"email_engagement": {"rate": 0.3, "cost": -1}}"#,
        #"{"email_engagement": {"rate": 0.3, "n": 5}}"#, #"{"email_engagement": {"rate": 0.3, "cost": null}}"#,
      ]
    ),
    (
      "teams",
      [
        "[]", #"{"north": "ann"}"#, #"{"north": [1]}"#, #"{"": ["ann"]}"#, #"{"north": [""]}"#,
        #"{"north": ["ann", "ann"]}"#,
      ]
    ),
  ])
  func `a value of the wrong type or out of bounds is refused`(key: String, texts: [String]) throws {
    let setting = try #require(AnalyticsSetting(key: key))
    for text in texts {
      #expect(throws: setting.refusal, "\(text)") { try AnalyticsPolicy(settings: [key: text]) }
    }
    #expect(throws: SettingError(code: .notJSON, key: key, expectation: setting.expectation)) {
      try AnalyticsPolicy(settings: [key: "{"])
    }
  }
}
