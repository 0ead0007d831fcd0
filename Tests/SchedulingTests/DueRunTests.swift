import EventModel
import Scheduling
import TestSupport
import Testing

/// One run for all that was missed.
@Suite struct DueRunTests {
  private func instant(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }

  @Test("before its time nothing is due, and at its time one occurrence is")
  func onTime() throws {
    let timing = try ScheduleTiming("cron 0 7 * * mon-fri")
    let zone = try TestZones.berlin()
    let friday = try instant("2026-03-27T06:00:00Z")
    #expect(timing.due(nextRunAt: friday, now: friday - TimeInterval(microseconds: 1), in: zone) == nil)
    let run = try #require(timing.due(nextRunAt: friday, now: friday, in: zone))
    #expect(run.dueAt == friday)
    #expect(run.firstDueAt == friday)
    #expect(run.occurrenceCount == 1)
    #expect(run.isCountExact)
    // Monday, in summer time.
    #expect(run.next == (try instant("2026-03-30T05:00:00Z")))
  }

  @Test("missed mornings are one run with the time of the latest")
  func missed() throws {
    let timing = try ScheduleTiming("cron 0 7 * * mon-fri")
    let friday = try instant("2026-03-27T06:00:00Z")
    let now = try instant("2026-04-01T12:00:00Z")
    let run = try #require(timing.due(nextRunAt: friday, now: now, in: try TestZones.berlin()))
    #expect(run.dueAt == (try instant("2026-04-01T05:00:00Z")))
    #expect(run.firstDueAt == friday)
    #expect(run.occurrenceCount == 4)
    #expect(run.next == (try instant("2026-04-02T05:00:00Z")))
  }

  @Test("a time that the timing doesn't have counts, as after a change of the schedule")
  func otherTime() throws {
    let timing = try ScheduleTiming("cron 0 7 * * *")
    let first = try instant("2026-05-01T09:30:00Z")
    let now = try instant("2026-05-01T23:00:00Z")
    let alone = try #require(timing.due(nextRunAt: first, now: now, in: .utc))
    #expect(alone.dueAt == first)
    #expect(alone.occurrenceCount == 1)
    let two = try #require(timing.due(nextRunAt: first, now: try instant("2026-05-02T07:00:00Z"), in: .utc))
    #expect(two.dueAt == (try instant("2026-05-02T07:00:00Z")))
    #expect(two.occurrenceCount == 2)
    let interval = try ScheduleTiming("every 1 d")
    let late = try #require(interval.due(nextRunAt: first, now: now, in: .utc))
    #expect(late.dueAt == first)
    #expect(late.next == (try instant("2026-05-02T00:00:00Z")))
  }

  @Test("eighty years of seconds are counted, of minutes at least so many")
  func downtime() throws {
    let first = try instant("1970-01-01T00:00:00Z")
    let now = try instant("2050-01-01T00:00:00.5Z")
    let seconds = try #require(try ScheduleTiming("every 1 s").due(nextRunAt: first, now: now, in: .utc))
    #expect(seconds.occurrenceCount == 29_220 * 86_400 + 1)
    #expect(seconds.isCountExact)
    #expect(seconds.dueAt == (try instant("2050-01-01T00:00:00Z")))
    #expect(seconds.next == (try instant("2050-01-01T00:00:01Z")))
    for text in ["cron * * * * *", "cron * 0-22 * * *"] {
      let minutes = try #require(try ScheduleTiming(text).due(nextRunAt: first, now: now, in: .utc))
      #expect(minutes.occurrenceCount == CronExpression.countedOccurrenceMax)
      #expect(!minutes.isCountExact)
      #expect(minutes.dueAt == (try instant("2050-01-01T00:00:00Z")))
      #expect(minutes.next == (try instant("2050-01-01T00:01:00Z")))
    }
  }

  @Test("a count that ends at its bound by itself is exact")
  func countAtBound() throws {
    let timing = try ScheduleTiming("cron * * * * *")
    let first = try instant("2026-01-01T00:00:00Z")
    let bound = Int64(CronExpression.countedOccurrenceMax)
    let exact = try #require(timing.due(nextRunAt: first, now: first + .seconds((bound - 1) * 60), in: .utc))
    #expect(exact.occurrenceCount == CronExpression.countedOccurrenceMax)
    #expect(exact.isCountExact)
    let more = try #require(timing.due(nextRunAt: first, now: first + .seconds(bound * 60), in: .utc))
    #expect(more.occurrenceCount == CronExpression.countedOccurrenceMax)
    #expect(!more.isCountExact)
  }

  @Test("where now is beyond what is known of the zone, the latest known occurrence is due and none is next")
  func unknown() throws {
    let timing = try ScheduleTiming("cron 0 7 * * *")
    let zone = try TestZones.berlin()
    let first = try instant("2027-12-28T06:00:00Z")
    let run = try #require(timing.due(nextRunAt: first, now: try instant("2028-06-01T00:00:00Z"), in: zone))
    #expect(run.dueAt == (try instant("2027-12-30T06:00:00Z")))
    #expect(run.occurrenceCount == 3)
    #expect(run.next == nil)
  }

  @Test("an interval's occurrences are whole intervals from its anchor, by steps of one")
  func intervals() throws {
    for seed in UInt64(0)..<300 {
      var generator = TestGenerator(seed: seed)
      let seconds = generator.pick([1, 7, 60, 900, 3601, 86_400, Int64.random(in: 1...31_622_400, using: &generator)])
      let timing = try ScheduleTiming("every \(seconds) s")
      let step = seconds * 1_000_000
      let anchor = Int64.random(in: -4_000_000_000_000_000...4_000_000_000_000_000, using: &generator)
      let first = anchor + step * Int64.random(in: -50...50, using: &generator)
      let now = first + step * Int64.random(in: 0...20, using: &generator) + generator.pick([0, 1, step / 2, step - 1])
      var expected: [Int64] = []
      var walked = first
      while walked <= now {
        expected.append(walked)
        walked += step
      }
      let run = try #require(
        timing.due(
          nextRunAt: Timestamp(microseconds: first),
          now: Timestamp(microseconds: now),
          in: .utc,
          anchor: Timestamp(microseconds: anchor)
        ),
        "seed \(seed)"
      )
      try #require(run.occurrenceCount == expected.count, "seed \(seed)")
      try #require(run.dueAt.microseconds == expected.last, "seed \(seed)")
      try #require(run.next?.microseconds == walked, "seed \(seed)")
    }
  }

  @Test("instants at the ends of all time end the search and crash nothing")
  func ends() throws {
    let ends = [Int64.min, Int64.min + 1, -1, 0, 1, Int64.max - 1, Int64.max].map(Timestamp.init(microseconds:))
    let zones = [
      ZoneOffsets.utc,
      try ZoneOffsets(
        initialOffsetSeconds: -86_400,
        changes: [
          ZoneOffsets.Change(at: ends[0], offsetSeconds: -86_400),
          ZoneOffsets.Change(at: ends[6], offsetSeconds: 86_400),
        ],
        through: ends[6]
      ),
      try ZoneOffsets(initialOffsetSeconds: 86_400, through: ends[0]),
    ]
    for text in ["cron * * * * *", "cron 0 7 * * *", "cron 0 0 29 2 */7", "every 1 s", "every 366 d"] {
      let timing = try ScheduleTiming(text)
      for zone in zones {
        for instant in ends {
          if let next = timing.next(after: instant, in: zone, anchor: instant) { #expect(next > instant) }
          #expect(zone.instants(of: LocalTime(microseconds: instant.microseconds)) != nil || zone.through < ends[6])
          for now in ends where now >= instant {
            let run = try #require(timing.due(nextRunAt: instant, now: now, in: zone, anchor: now))
            #expect(run.firstDueAt == instant && run.dueAt >= instant && run.dueAt <= now)
          }
        }
      }
      #expect(timing.next(after: ends[6], in: .utc) == nil)
    }
    let first = try ScheduleTiming("every 1 s").next(after: ends[0], in: .utc)
    #expect(first == (try instant("0001-01-01T00:00:00Z")))
  }
}
