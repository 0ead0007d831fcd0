import EventModel
import SettingModel
import Testing

struct CalendarSettingTests {
  @Test func `the key is that of the contract, and without it clocks are UTC's`() throws {
    #expect(CalendarSetting.allCases.map(\.key) == ["time_zone"])
    #expect(CalendarSetting(key: "time_zone") == .timeZone)
    #expect(try CalendarPolicy(settings: ["deal_stages": "not JSON"]).timeZone.text == "UTC")
    #expect(CalendarSetting.timeZone.descriptor.defaultValue == .string("UTC"))
    #expect(!CalendarSetting.timeZone.descriptor.altersResults)
  }

  @Test(arguments: [
    "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "America/Port-au-Prince", "EST5EDT",
    String(repeating: "a", count: 64),
  ])
  func `what has the form of a zone's name is taken`(name: String) throws {
    #expect(try CalendarPolicy(settings: ["time_zone": "\"\(name)\""]).timeZone.text == name)
    let value = CalendarSetting.timeZone.value(in: try CalendarPolicy(settings: ["time_zone": "\"\(name)\""]))
    #expect(value == .string(name))
  }

  @Test(arguments: [
    "\"\"", "\"+01:00\"", "\"<+01>-1\"", "\"Europe/Z\u{fc}rich\"", "\"Europe Berlin\"", "\"UTC'\"", "\"5EDT\"",
    "\"../UTC\"", "2", "null", "[\"UTC\"]", "UTC", "\"\(String(repeating: "a", count: 65))\"",
  ])
  func `anything else is refused`(text: String) {
    let error = #expect(throws: SettingError.self) { try CalendarPolicy(settings: ["time_zone": text]) }
    #expect(error?.key == "time_zone")
    #expect(error?.code == (text == "UTC" ? .notJSON : .unexpectedValue))
  }
}
