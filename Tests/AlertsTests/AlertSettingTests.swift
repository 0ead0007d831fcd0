import EventModel
import SettingModel
import Testing

@testable import Alerts

struct AlertSettingTests {
  private static func policy(_ text: String) throws(SettingError) -> AlertPolicy {
    try AlertPolicy(settings: ["alert_rules": text, "teams": "7"])
  }

  @Test("a tenant that set nothing has the six rules, and every one says all of its fields")
  func standard() throws {
    let policy = try AlertPolicy(settings: [:])
    #expect(policy == .default && policy.rules.map(\.name) == AlertRuleName.allCases)
    #expect(policy.rules.allSatisfy { $0.isEnabled })
    for rule in policy.rules {
      #expect(rule.json["enabled"] == .bool(true))
      // What a rule says of itself can be set.
      let fields = try #require(rule.json.members?.filter { $0.name != "rule" })
      let text = JSONValue.object([JSONMember(rule.name.rawValue, .object(fields))])
      #expect(try Self.policy(String(decoding: JSONWriter.compact(text), as: UTF8.self)) == .default)
    }
  }

  @Test("overrides change what they name, in any order, and leave the rest")
  func overrides() throws {
    let policy = try Self.policy(
      """
      {"success_rate_falls": {"leave": 0.2, "enter": 0.3, "significance": 0.001, "for_minutes": 60,
       "reminder_hours": 0, "severity": "critical", "sample_count_min": 200},
       "feedback_fatigue": {"enabled": false}}
      """
    )
    let rule = policy[.successRateFalls]
    #expect(rule.thresholds == AlertThresholds(enter: 0.3, leave: 0.2))
    #expect(rule.significance == 0.001 && rule.holdFor == .hours(1) && rule.reminderInterval == nil)
    #expect(rule.severity == .critical && rule.sampleCountMin == 200 && rule.recentDays == 7)
    #expect(!policy[.feedbackFatigue].isEnabled)
    #expect(policy[.streamStalls] == .standard(.streamStalls))
  }

  @Test(
    "what is refused is named by its place",
    arguments: [
      ("[]", ""), ("{\"sales_fall\": {}}", "sales_fall"), ("{\"stream_stalls\": 5}", "stream_stalls"),
      ("{\"stream_stalls\": {\"color\": 1}}", "stream_stalls.color"),
      ("{\"feedback_fatigue\": {\"enter\": 1}}", "feedback_fatigue.enter"),
      ("{\"success_rate_falls\": {\"enter\": 1.5}}", "success_rate_falls.enter"),
      ("{\"success_rate_falls\": {\"enter\": 0.04}}", "success_rate_falls.leave"),
      ("{\"success_rate_falls\": {\"significance\": 0.6}}", "success_rate_falls.significance"),
      ("{\"success_rate_falls\": {\"recent_days\": 0}}", "success_rate_falls.recent_days"),
      ("{\"success_rate_falls\": {\"recent_days\": 91}}", "success_rate_falls.recent_days"),
      ("{\"success_rate_falls\": {\"sample_count_min\": 0}}", "success_rate_falls.sample_count_min"),
      ("{\"dead_letters_rise\": {\"total_leave\": 500}}", "dead_letters_rise.total_leave"),
      ("{\"dead_letters_rise\": {\"enabled\": \"yes\"}}", "dead_letters_rise.enabled"),
      ("{\"dead_letters_rise\": {\"severity\": \"loud\"}}", "dead_letters_rise.severity"),
    ]
  )
  func refused(text: String, place: String) throws {
    let error = try #require(throws: SettingError.self) { try Self.policy(text) }
    #expect(error.code == .unexpectedValue && error.key == "alert_rules")
    #expect(place.isEmpty || error.description.contains("at \(place): "), "\(error)")
  }
}
