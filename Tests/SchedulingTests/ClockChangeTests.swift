import EventModel
import Scheduling
import Testing

/// What the two changes of a year do, by explicit instants.
@Suite struct ClockChangeTests {
  /// All occurrences from one instant, exclusive, through another.
  private func occurrences(
    _ timing: String,
    in zone: ZoneOffsets,
    after start: String,
    through end: String
  ) throws -> [String] {
    let timing = try ScheduleTiming(timing)
    let end = try #require(Timestamp(rfc3339: end))
    var instant = try #require(Timestamp(rfc3339: start))
    var found: [String] = []
    while let next = timing.next(after: instant, in: zone), next <= end {
      try #require(next > instant)
      instant = next
      found.append(String(next.rfc3339.dropLast(11)))
    }
    return found
  }

  @Test("a local time that is skipped runs at the instant of the change, once")
  func skipped() throws {
    let zone = try TestZones.berlin()
    let (start, end) = ("2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z")
    #expect(
      try occurrences("cron 30 2 * * *", in: zone, after: start, through: end) == [
        "2026-03-29T01:00", "2026-03-30T00:30",
      ]
    )
    #expect(
      try occurrences("cron 0,15,30,45 2,3 29 3 *", in: zone, after: start, through: end) == [
        "2026-03-29T01:00", "2026-03-29T01:15", "2026-03-29T01:30", "2026-03-29T01:45",
      ]
    )
    #expect(try occurrences("cron */5 2 29 3 *", in: zone, after: start, through: end) == ["2026-03-29T01:00"])
  }

  @Test("a local time that happens twice runs the first time")
  func repeated() throws {
    let zone = try TestZones.berlin()
    let (start, end) = ("2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z")
    #expect(
      try occurrences("cron 30 2 * * *", in: zone, after: start, through: end) == [
        "2026-10-25T00:30", "2026-10-26T01:30",
      ]
    )
    #expect(
      try occurrences("cron */30 2-3 25 * *", in: zone, after: start, through: end) == [
        "2026-10-25T00:00", "2026-10-25T00:30", "2026-10-25T02:00", "2026-10-25T02:30",
      ]
    )
  }

  @Test("every hour goes by elapsed time", arguments: ["*", "*/1", "0-23"])
  func everyHour(hours: String) throws {
    let zone = try TestZones.berlin()
    let spring = try occurrences(
      "cron 30 \(hours) * * *",
      in: zone,
      after: "2026-03-28T23:00:00Z",
      through: "2026-03-29T03:00:00Z"
    )
    #expect(spring == ["2026-03-28T23:30", "2026-03-29T00:30", "2026-03-29T01:30", "2026-03-29T02:30"])
    let autumn = try occurrences(
      "cron 30 \(hours) 25 10 *",
      in: zone,
      after: "2026-10-24T22:30:00Z",
      through: "2026-10-25T03:00:00Z"
    )
    #expect(
      autumn == ["2026-10-24T23:30", "2026-10-25T00:30", "2026-10-25T01:30", "2026-10-25T02:30"]
    )
  }

  @Test("a change of half an hour")
  func halfHour() throws {
    let zone = try TestZones.lordHowe()
    // From 02:00 (+11:00) to 01:30 (+10:30), and from 02:00 (+10:30) to 02:30 (+11:00).
    #expect(
      try occurrences("cron 45 1 * * *", in: zone, after: "2026-04-04T00:00:00Z", through: "2026-04-05T16:00:00Z") == [
        "2026-04-04T14:45", "2026-04-05T15:15",
      ]
    )
    #expect(
      try occurrences("cron */15 2 * * *", in: zone, after: "2026-10-03T15:20:00Z", through: "2026-10-03T20:00:00Z")
        == ["2026-10-03T15:30", "2026-10-03T15:45"]
    )
    #expect(
      try occurrences("cron */15 * * * *", in: zone, after: "2026-04-04T14:30:00Z", through: "2026-04-04T15:30:00Z")
        == ["2026-04-04T14:45", "2026-04-04T15:00", "2026-04-04T15:15", "2026-04-04T15:30"]
    )
  }

  @Test("a day that is skipped, as Samoa's 30 December 2011, runs at the change")
  func skippedDay() throws {
    let change = try #require(Timestamp(rfc3339: "2011-12-30T10:00:00Z"))
    let zone = try ZoneOffsets(
      initialOffsetSeconds: -10 * 3600,
      changes: [ZoneOffsets.Change(at: change, offsetSeconds: 14 * 3600)],
      through: Timestamp(microseconds: change.microseconds + 10 * 86_400_000_000)
    )
    #expect(
      try occurrences("cron 0 7,8 30 12 *", in: zone, after: "2011-12-01T00:00:00Z", through: "2012-01-01T00:00:00Z")
        == ["2011-12-30T10:00"]
    )
    #expect(
      try occurrences("cron 0 * 30 12 *", in: zone, after: "2011-12-01T00:00:00Z", through: "2012-01-01T00:00:00Z")
        .isEmpty
    )
  }

  @Test("local times say whether they happen once, twice or never")
  func localTimes() throws {
    let zone = try TestZones.berlin()
    func local(_ text: String) throws -> LocalTime {
      LocalTime(microseconds: try #require(Timestamp(rfc3339: text + "Z")).microseconds)
    }
    func instant(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }
    #expect(zone.instants(of: try local("2026-07-01T12:00:00")) == .once(try instant("2026-07-01T10:00:00Z")))
    #expect(
      zone.instants(of: try local("2026-03-29T02:30:00")) == .skipped(changeAt: try instant("2026-03-29T01:00:00Z"))
    )
    #expect(zone.instants(of: try local("2026-03-29T03:00:00")) == .once(try instant("2026-03-29T01:00:00Z")))
    #expect(
      zone.instants(of: try local("2026-10-25T02:00:00"))
        == .repeated(first: try instant("2026-10-25T00:00:00Z"), last: try instant("2026-10-25T01:00:00Z"))
    )
    #expect(zone.instants(of: try local("2026-10-25T03:00:00")) == .once(try instant("2026-10-25T02:00:00Z")))
    #expect(zone.localTime(at: try instant("2026-03-29T00:59:59Z")) == (try local("2026-03-29T01:59:59")))
    #expect(zone.localTime(at: try instant("2026-03-29T01:00:00Z")) == (try local("2026-03-29T03:00:00")))
    #expect(zone.offsetSeconds(at: try instant("2026-10-25T01:00:00Z")) == 3600)
  }

  @Test("beyond what is known of a zone nothing is guessed")
  func unknown() throws {
    let zone = try TestZones.berlin()
    let late = try #require(Timestamp(rfc3339: "2028-01-01T00:00:00Z"))
    #expect(zone.offsetSeconds(at: late) == nil)
    #expect(zone.localTime(at: late) == nil)
    #expect(zone.instants(of: LocalTime(microseconds: late.microseconds)) == nil)
    let yearly = try ScheduleTiming("cron @yearly")
    #expect(yearly.next(after: late, in: zone) == nil)
    let last = try #require(Timestamp(rfc3339: "2027-01-01T00:00:00Z"))
    #expect(yearly.next(after: last, in: zone) == nil, "the year after isn't known")
    #expect(try ScheduleTiming("every 1 d").next(after: late, in: zone) != nil, "an interval needs no zone")
  }

  @Test("changes out of order and offsets of more than a day are refused")
  func refusedZones() throws {
    let change = ZoneOffsets.Change(at: Timestamp(microseconds: 5), offsetSeconds: 3600)
    for (offset, changes) in [(0, [change, change]), (86_401, []), (-86_401, []), (Int.min, [change])] {
      #expect(throws: ScheduleError.self) {
        try ZoneOffsets(initialOffsetSeconds: offset, changes: changes, through: Timestamp(microseconds: .max))
      }
    }
  }
}
