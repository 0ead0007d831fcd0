import EventModel
import TestSupport
import Testing

@testable import LiveStream

@Suite("Messages of a tenant's channel") struct AnalyticsUpdateTests {
  private func frame(_ update: AnalyticsUpdate, _ reps: [String]?) -> LiveFrame {
    LiveFrame(.update(update), filter: reps.map { RepFilter($0) }, random: 0)
  }

  @Test("a message becomes one event with its id")
  func event() throws {
    let frame = frame(try Messages.update("1-a", reps: ["r1", nil]), nil)
    let event = try #require(frame.events.first)
    #expect(frame.events.count == 1)
    #expect(event.name == "metric_update" && event.lastEventID == "1-a")
    let expected = try JSONParser.parse(Messages.bytes("1-a", reps: ["r1", nil]))
    #expect(try JSONParser.parse(Array(event.data.utf8)) == expected)
  }

  @Test("a rep sees their own changes and those of nobody")
  func filter() throws {
    let update = try Messages.update("1", reps: ["r1", "r2", nil, "r1"])
    #expect(frame(update, ["r1"]).reps == ["r1", nil, "r1"])
    #expect(frame(update, ["r2"]).reps == ["r2", nil])
    #expect(frame(update, ["r3"]).reps == [nil])
    #expect(frame(update, ["r1", "r2"]).reps == ["r1", "r2", nil, "r1"])
    #expect(frame(update, nil).reps == ["r1", "r2", nil, "r1"])
    let others = try Messages.update("2", reps: ["r1"])
    #expect(others.concerns(RepFilter(["r1"])) && !others.concerns(RepFilter(["r2"])) && others.concerns(nil))
    #expect(!others.concerns(RepFilter([])))
  }

  @Test("reps whose names only look alike don't see each other")
  func scalars() throws {
    let composed = try Messages.update("1", reps: ["caf\u{E9}"])
    #expect(composed.concerns(RepFilter(["caf\u{E9}"])))
    #expect(!composed.concerns(RepFilter(["cafe\u{301}"])))
  }

  @Test("the filtered event is the JSON of exactly the admitted changes", arguments: UInt64(1)...20)
  func randomFilters(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    for round in 0..<50 {
      let names: [String?] = [nil, "a", "b", "c", "\\u00e9", "\\\"q", "\\n"]
      let reps = (0..<Int.random(in: 0...6, using: &generator)).map { _ in generator.pick(names) }
      let update = try Messages.update("\(round)", reps: reps, padding: Int.random(in: 0...20, using: &generator))
      let mine = ["a", "b", "é", "\"q", "\n"].filter { _ in generator.chance(50) }
      let whole = frame(update, nil).reps
      let expected = whole.filter { rep in rep.map { mine.contains($0) } ?? true }
      #expect(update.concerns(RepFilter(mine)) == !expected.isEmpty, "seed \(seed)")
      if !expected.isEmpty { #expect(frame(update, mine).reps == expected, "seed \(seed)") }
      #expect(whole.count == reps.count, "seed \(seed)")
    }
  }

  @Test(
    "what isn't a message is none",
    arguments: [
      "", "{", "[]", "null", #"{"id":"1"}"#,
      #"{"id":1,"type":"metric_update","at":"2026-11-30T10:00:00Z","changes":[]}"#,
      #"{"id":"","type":"metric_update","at":"2026-11-30T10:00:00Z","changes":[]}"#,
      #"{"id":"a b","type":"metric_update","at":"2026-11-30T10:00:00Z","changes":[]}"#,
      #"{"id":"a\nb","type":"metric_update","at":"2026-11-30T10:00:00Z","changes":[]}"#,
      #"{"id":"@x.1","type":"metric_update","at":"2026-11-30T10:00:00Z","changes":[]}"#,
      #"{"id":"1","type":"other","at":"2026-11-30T10:00:00Z","changes":[]}"#,
      #"{"id":"1","type":"metric_update","at":"yesterday","changes":[]}"#,
      #"{"id":"1","type":"metric_update","at":"2026-11-30T10:00:00Z"}"#,
      #"{"id":"1","type":"metric_update","at":"2026-11-30T10:00:00Z","changes":{}}"#,
      #"{"id":"1","type":"metric_update","at":"2026-11-30T10:00:00Z","changes":[1]}"#,
      #"{"id":"1","type":"metric_update","at":"2026-11-30T10:00:00Z","changes":[{"metric":"impact"}]}"#,
      #"{"id":"1","type":"metric_update","at":"2026-11-30T10:00:00Z","changes":[{"rep_id":null}]}"#,
      #"{"id":"1","type":"metric_update","at":"2026-11-30T10:00:00Z","changes":[{"metric":"a","rep_id":7}]}"#,
      #"{"id":"1","type":"metric_update","at":"2026-11-30T10:00:00Z","changes":[],"truncated":1}"#,
    ]
  )
  func malformed(text: String) {
    #expect(AnalyticsUpdate(message: Array(text.utf8)) == nil)
  }

  @Test("the longest message is taken, and a longer one isn't")
  func longest() {
    let frameCount = Messages.bytes("1").count
    let max = AnalyticsUpdate.messageByteCountMax
    #expect(AnalyticsUpdate(message: Messages.bytes("1", padding: max - frameCount)) != nil)
    #expect(AnalyticsUpdate(message: Messages.bytes("1", padding: max - frameCount + 1)) == nil)
    let id = String(repeating: "i", count: AnalyticsUpdate.idByteCountMax)
    #expect(AnalyticsUpdate(message: Messages.bytes(id)) != nil)
    #expect(AnalyticsUpdate(message: Messages.bytes(id + "i")) == nil)
  }

  @Test("the channel's name says whose it is, in both forms and in no other")
  func channels() throws {
    let tenant = try Messages.tenant(0xAB)
    #expect(AnalyticsChannel.name(of: tenant) == "t:\(tenant):analytics")
    #expect(AnalyticsChannel.tenant(of: "t:\(tenant):analytics") == tenant)
    #expect(AnalyticsChannel.tenant(of: "t:{\(tenant)}:analytics") == tenant)
    let others = [
      "t::analytics", "t:{}:analytics", "t:analytics", "", "t:\(tenant)", "\(tenant):analytics",
      "t:\("\(tenant)".uppercased()):analytics", "t:{\(tenant):analytics", "t:\(tenant)}:analytics",
      "t:{{\(tenant)}}:analytics", "t:\(tenant):x:analytics", "t:\(tenant):analytics ", "t:\(tenant)\u{FFFD}:analytics",
    ]
    for name in others { #expect(AnalyticsChannel.tenant(of: name) == nil, "\(name)") }
  }
}
