import EventModel
import Reports
import SettingModel
import Testing

struct ReportSettingTests {
  @Test("reports are made at seven each day, and on Mondays, unless the tenant says otherwise")
  func defaults() throws {
    #expect(try ReportPolicy(settings: [:]) == .default)
    #expect(ReportPolicy.default[.daily] == .at("0 7 * * *") && ReportPolicy.default[.weekly] == .at("0 7 * * mon"))
    let policy = try ReportPolicy(settings: [
      "daily_report": "\"off\"", "weekly_report": "\"30 6 * * mon,thu\"", "time_zone": "1",
    ])
    #expect(policy.daily == .off && policy.weekly == .at("30 6 * * mon,thu"))
    for setting in ReportSetting.allCases {
      var copy = policy
      try setting.apply(setting.value(in: .default), to: &copy)
      #expect(copy[setting.kind] == ReportPolicy.default[setting.kind])
      #expect(ReportSetting(key: setting.key) == setting && !setting.descriptor.altersResults)
    }
  }

  @Test(
    "what has not the form of a cron expression is refused",
    arguments: [
      "\"\"", "\"0 7 * *\"", "\"0 7 * * * *\"", "\"61 7 * * *\"", "\"0 7 30 feb *\"", "\"0 7 * * mon;\"", "\"OFF\"",
      "7", "null", "[]",
      "\"0 7 * * \\u0000\"", "\"0 7 * * '\"",
    ]
  )
  func refused(text: String) {
    for key in ["daily_report", "weekly_report"] {
      #expect(throws: SettingError.self) { _ = try ReportPolicy(settings: [key: text]) }
    }
  }
}
