import EventModel
import Scheduling
import TestSupport
import Testing

@Suite struct CronTextTests {
  @Test(
    "a text reads as a timing that prints it again",
    arguments: [
      ("cron 0 7 * * mon-fri", "cron 0 7 * * mon-fri"),
      ("  CRON\t0  7 *\t* Mon-FRI ", "cron 0 7 * * mon-fri"),
      ("cron */15,10-40/10 8-18/2 5/10 jan,FEB sun,7", "cron */15,10-40/10 8-18/2 5/10 jan,feb sun,7"),
      ("cron @Weekly", "cron @weekly"),
      ("cron 00 07 01 01 fri-sun", "cron 00 07 01 01 fri-sun"),
      ("every 15 min", "every 15 min"), ("every 900 s", "every 15 min"), ("every 90 s", "every 90 s"),
      ("every 24 h", "every 1 d"), ("EVERY 366 D", "every 366 d"), ("every 1 s", "every 1 s"),
      ("every 31622400 s", "every 366 d"), ("every 25 h", "every 25 h"),
    ]
  )
  func roundTrip(text: String, printed: String) throws {
    let timing = try ScheduleTiming(text)
    #expect(timing.description == printed)
    #expect(try ScheduleTiming(printed) == timing)
  }

  @Test(
    "what is no schedule is refused by a sentence that says where and what to do",
    arguments: [
      ("", ScheduleError.Code.unknownTiming, "write one such as"),
      ("0 7 * * *", .unknownTiming, "write one such as"),
      ("daily", .unknownTiming, "write one such as"),
      ("every", .malformedInterval, "every 15 min"),
      ("every 15", .malformedInterval, "every 15 min"),
      ("every 15min", .malformedInterval, "every 15 min"),
      ("every 15 weeks", .malformedInterval, "every 15 min"),
      ("every -1 s", .malformedInterval, "every 15 min"),
      ("every 1.5 h", .malformedInterval, "every 15 min"),
      ("every 1 h 30 min", .malformedInterval, "every 15 min"),
      ("every 0 s", .intervalOutOfBounds, "from 1 s to 366 d"),
      ("every 367 d", .intervalOutOfBounds, "from 1 s to 366 d"),
      ("every 31622401 s", .intervalOutOfBounds, "from 1 s to 366 d"),
      ("every 99999999999999999999 d", .intervalOutOfBounds, "from 1 s to 366 d"),
      ("cron", .fieldCount, "write five"),
      ("cron 0 7 * *", .fieldCount, "has 4 fields"),
      ("cron 0 7 * * * *", .fieldCount, "has 6 fields"),
      ("cron @never", .unknownShortcut, "@hourly"),
      ("cron @", .unknownShortcut, "@hourly"),
      ("cron 60 7 * * *", .valueOutOfBounds, "field 1 (minute)"),
      ("cron 0 24 * * *", .valueOutOfBounds, "field 2 (hour)"),
      ("cron 0 0 0 * *", .valueOutOfBounds, "numbers from 1 to 31"),
      ("cron 0 0 32 * *", .valueOutOfBounds, "field 3 (day of month)"),
      ("cron 0 0 * 13 *", .valueOutOfBounds, "names from jan to dec"),
      ("cron 0 0 * 0 *", .valueOutOfBounds, "field 4 (month)"),
      ("cron 0 0 * * 8", .valueOutOfBounds, "field 5 (day of week)"),
      ("cron 000 0 * * *", .valueOutOfBounds, "field 1"),
      ("cron 0 1,2,99 * * *", .valueOutOfBounds, "Item 3 of field 2"),
      ("cron 0 0 * * feb", .malformedField, "names from sun to sat"),
      ("cron jan 0 * * *", .malformedField, "field 1"),
      ("cron 0 0 ? * *", .malformedField, "field 3"),
      ("cron 0 0 L * *", .malformedField, "field 3"),
      ("cron 1,,2 0 * * *", .malformedField, "Item 2 of field 1"),
      ("cron 1- 0 * * *", .malformedField, "field 1"),
      ("cron -1 0 * * *", .malformedField, "field 1"),
      ("cron 1-2-3 0 * * *", .malformedField, "field 1"),
      ("cron */ 0 * * *", .malformedField, "field 1"),
      ("cron /5 0 * * *", .malformedField, "field 1"),
      ("cron */5/5 0 * * *", .malformedField, "field 1"),
      ("cron *-5 0 * * *", .malformedField, "field 1"),
      ("cron +5 0 * * *", .malformedField, "field 1"),
      ("cron ٣ 0 * * *", .malformedField, "field 1"),
      ("cron 40-10 0 * * *", .reversedRange, "lower end first"),
      ("cron 0 0 * * sat-mon", .reversedRange, "lower end first"),
      ("cron 0 0 * * 5-0", .reversedRange, "lower end first"),
      ("cron */0 0 * * *", .invalidStep, "from 1 to 60"),
      ("cron */90 0 * * *", .invalidStep, "from 1 to 60"),
      ("cron 0 */25 * * *", .invalidStep, "from 1 to 24"),
      ("cron 0 0 * * */8", .invalidStep, "from 1 to 7"),
      ("cron 0 0 30 2 *", .neverHappens, "field 3"),
      ("cron 0 0 31 2,4,jun,9,11 *", .neverHappens, "field 3"),
      ("cron 0 0 30 2 */2", .neverHappens, "field 3"),
    ]
  )
  func refusals(text: String, code: ScheduleError.Code, part: String) throws {
    let error = try #require(throws: ScheduleError.self) { try ScheduleTiming(text) }
    #expect(error.code == code)
    #expect(error.message.lowercased().contains(part.lowercased()), "\(error)")
    #expect(error.message.hasSuffix("."))
  }

  @Test("a long text is refused as such")
  func long() throws {
    let list = Array(repeating: "1", count: 200).joined(separator: ",")
    #expect(try #require(throws: ScheduleError.self) { try ScheduleTiming("cron \(list) 0 * * *") }.code == .tooLong)
    #expect(try #require(throws: ScheduleError.self) { try CronExpression("\(list) 0 * * *") }.code == .tooLong)
  }

  @Test("an interval has whole seconds", arguments: [1, 500_000, 1_000_001, -1_000_000, Int64.min, Int64.max])
  func fractions(microseconds: Int64) {
    #expect(throws: ScheduleError.self) { try ScheduleInterval(TimeInterval(microseconds: microseconds)) }
  }

  @Test("the 30th of February with a weekday is that weekday, and leap days are found")
  func rareDays() throws {
    let start = try #require(Timestamp(rfc3339: "2026-01-01T00:00:00Z"))
    func next(_ text: String) throws -> String? {
      try ScheduleTiming(text).next(after: start, in: .utc).map { String($0.rfc3339.prefix(10)) }
    }
    #expect(try next("cron 0 0 30 2 sun") == "2026-02-01")
    #expect(try next("cron 0 0 29 2 *") == "2028-02-29")
    #expect(try next("cron 0 0 29 2 */7") == "2032-02-29")
    #expect(try next("cron 0 0 13 * */1") == "2026-01-13")
    #expect(try next("cron 0 0 13 * fri") == "2026-01-02")
    #expect(try next("cron 0 0 */12 * fri") == "2026-02-13")
    #expect(try next("cron 0 0 31 apr,dec *") == "2026-12-31")
  }

  @Test("nothing crashes on any text, and what is taken prints as itself", arguments: 0..<4)
  func fuzz(part: UInt64) throws {
    let words = [
      "cron", "every", "@daily", "*", "/", "-", ",", "0", "7", "31", "59", "60", "99", "mon", "Sun", "feb", "min", "s",
      "d", " ", " ", " ", "\t", "é", "\u{0}", "?", "🕰", "-1", "1e3", "18446744073709551616",
    ]
    let fields = ["*", "*/7", "0", "1", "5", "5/10", "1-5", "1,2,5/2", "mon", "jan-mar", "99", "5-1", "?"]
    var takenCount = 0
    for seed in (part * 5000)..<((part + 1) * 5000) {
      var generator = TestGenerator(seed: seed)
      var text = generator.pick(["", "cron ", "every ", "cron * * * * ", "cron 0 0 "])
      if generator.chance(50) {
        for _ in 0..<Int.random(in: 0..<14, using: &generator) { text += generator.pick(words) }
      } else {
        text = "cron"
        for _ in 0..<generator.pick([4, 5, 5, 5, 5, 6]) { text += " " + generator.pick(fields) }
      }
      do {
        let timing = try ScheduleTiming(text)
        takenCount += 1
        try #require(try ScheduleTiming(timing.description) == timing, "seed \(seed)")
        let instant = Timestamp(microseconds: Int64(bitPattern: generator.next()))
        if let next = timing.next(after: instant, in: .utc) { try #require(next > instant, "seed \(seed)") }
        _ = timing.due(nextRunAt: instant, now: Timestamp(microseconds: .max), in: .utc, anchor: instant)
      } catch let error as ScheduleError {
        try #require(!error.message.isEmpty, "seed \(seed)")
      }
    }
    #expect(takenCount > 100)
  }
}
