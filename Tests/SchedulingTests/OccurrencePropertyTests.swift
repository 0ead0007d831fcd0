import EventModel
import Scheduling
import TestSupport
import Testing

/// The search against the walk over every minute of a year, for random expressions in zones that differ.
@Suite struct OccurrencePropertyTests {
  private static let expressionCount = 10

  @Test("a year's occurrences are those of a walk over its minutes", arguments: 0..<5)
  func year(zoneIndex: Int) throws {
    let (name, zone) = try TestZones.all()[zoneIndex]
    let year = WalkedYear(zone: zone)
    var occurrenceCount = 0
    for seed in UInt64(0)..<UInt64(Self.expressionCount) {
      var generator = TestGenerator(seed: seed << 8 | UInt64(zoneIndex))
      let expression = RandomExpression(using: &generator)
      let comment: Comment = "seed \(seed), \(name), \(expression.text)"
      let expected = year.occurrences(of: expression)
      guard let timing = try timing(of: expression, unlessEmpty: expected, comment) else { continue }
      var found: [Timestamp] = []
      var instant = WalkedYear.start
      while let next = timing.next(after: instant, in: zone), next < WalkedYear.end {
        try #require(next > instant, comment)
        found.append(next)
        instant = next
      }
      try #require(found == expected, comment)
      occurrenceCount += expected.count
      for _ in 0..<50 { try checkRun(of: timing, in: zone, among: expected, comment, using: &generator) }
    }
    #expect(occurrenceCount > 10_000, "the expressions happen")
  }

  /// `nil` where the expression is refused since it never happens.
  private func timing(
    of expression: RandomExpression,
    unlessEmpty expected: [Timestamp],
    _ comment: Comment
  ) throws -> ScheduleTiming? {
    do {
      return try ScheduleTiming("cron " + expression.text)
    } catch {
      try #require(error.code == .neverHappens, comment)
      try #require(expected.isEmpty && !expression.month.values.contains(2), comment)
      return nil
    }
  }

  /// From any instant of the year on; and what is due at a later one.
  private func checkRun(
    of timing: ScheduleTiming,
    in zone: ZoneOffsets,
    among expected: [Timestamp],
    _ comment: Comment,
    using generator: inout TestGenerator
  ) throws {
    let bounds = WalkedYear.start.microseconds..<WalkedYear.end.microseconds
    let instant = Timestamp(microseconds: Int64.random(in: bounds, using: &generator))
    let next = timing.next(after: instant, in: zone)
    let nextIndex = expected.countThrough(instant)
    let expectedNext = nextIndex < expected.count ? expected[nextIndex] : nil
    try #require(next.flatMap { $0 < WalkedYear.end ? $0 : nil } == expectedNext, comment)

    guard !expected.isEmpty else { return }
    let index = Int.random(in: 0..<expected.count, using: &generator)
    let first = expected[index]
    // Also at an occurrence, to the microsecond.
    let now =
      generator.chance(50)
      ? expected[Int.random(in: index..<min(expected.count, index + 100), using: &generator)]
      : Timestamp(microseconds: Int64.random(in: first.microseconds..<bounds.upperBound, using: &generator))
    let count = expected.countThrough(now) - index
    let run = try #require(timing.due(nextRunAt: first, now: now, in: zone), comment)
    try #require(run.firstDueAt == first, comment)
    try #require(run.dueAt == expected[index + count - 1], comment)
    try #require(run.occurrenceCount == min(count, CronExpression.countedOccurrenceMax), comment)
    try #require(run.isCountExact == (count <= CronExpression.countedOccurrenceMax), comment)
    try #require(run.next == timing.next(after: now, in: zone), comment)
  }

  @Test("clocks that jump anyhow, by seconds and several times a day, follow the same rules")
  func wildZones() throws {
    var jumpCount = 0
    for seed in UInt64(0)..<30 {
      var generator = TestGenerator(seed: ~seed)
      let start: Int64 = 1_767_225_600 + Int64.random(in: 0..<86_400, using: &generator)
      let secondCount: Int64 = 2 * 86_400
      let times = Set((0..<5).map { _ in start + Int64.random(in: 0..<secondCount, using: &generator) }).sorted()
      func offset() -> Int {
        generator.chance(50)
          ? Int.random(in: -40_000...40_000, using: &generator) : 900 * Int.random(in: -8...8, using: &generator)
      }
      let initialOffset = offset()
      let changes = times.map {
        ZoneOffsets.Change(at: Timestamp(microseconds: $0 * 1_000_000), offsetSeconds: offset())
      }
      let end = start + secondCount
      let zone = try ZoneOffsets(
        initialOffsetSeconds: initialOffset,
        changes: changes,
        through: Timestamp(microseconds: end * 1_000_000)
      )
      let minute = generator.pick(["0", "*/7", "13,59", "*"])
      let hour = generator.pick(["*", "*/2", "1-5", "0,12,23", "7"])
      let comment: Comment = "seed \(seed), \(minute) \(hour)"
      let timing = try ScheduleTiming("cron \(minute) \(hour) * * *")
      let expected = walk(zone, from: start, through: end, minute: minute, hour: hour)
      var found: [Int64] = []
      var instant = Timestamp(microseconds: start * 1_000_000)
      while let next = timing.next(after: instant, in: zone) {
        try #require(next > instant, comment)
        let run = try #require(timing.due(nextRunAt: next, now: next, in: zone), comment)
        try #require(run.dueAt == next && run.occurrenceCount == 1, comment)
        let late = Timestamp(microseconds: next.microseconds - 1)
        if let former = found.last, generator.chance(2) {
          let before = try #require(
            timing.due(nextRunAt: Timestamp(microseconds: start * 1_000_000), now: late, in: zone),
            comment
          )
          try #require(before.dueAt.microseconds == former * 1_000_000, comment)
          try #require(before.next == next, comment)
        }
        found.append(next.microseconds / 1_000_000)
        instant = next
      }
      try #require(found == expected, comment)
      jumpCount += changes.count
    }
    #expect(jumpCount > 100)
  }

  /// Second by second, what is shown for the first time, or, where every hour is taken, what is shown.
  private func walk(
    _ zone: ZoneOffsets,
    from start: Int64,
    through end: Int64,
    minute: String,
    hour: String
  ) -> [Int64] {
    let minutes: Set<Int> =
      switch minute {
      case "0": [0]
      case "*/7": Set(stride(from: 0, through: 59, by: 7))
      case "*": Set(0..<60)
      default: [13, 59]
      }
    let hours: Set<Int> =
      switch hour {
      case "*": Set(0..<24)
      case "*/2": Set(stride(from: 0, through: 23, by: 2))
      case "1-5": [1, 2, 3, 4, 5]
      case "7": [7]
      default: [0, 12, 23]
      }
    func takes(_ local: Int64) -> Bool {
      local % 60 == 0 && minutes.contains(Int(local / 60 % 60)) && hours.contains(Int(local / 3600 % 24))
    }
    func takesOne(from first: Int64, through last: Int64) -> Bool {
      first == last ? takes(last) : (first...last).contains(where: takes)
    }
    var latest = start + Int64(zone.initialOffsetSeconds)
    var changeIndex = 0
    var offset = Int64(zone.initialOffsetSeconds)
    var found: [Int64] = []
    for second in start...end {
      if changeIndex < zone.changes.count, zone.changes[changeIndex].at.microseconds == second * 1_000_000 {
        offset = Int64(zone.changes[changeIndex].offsetSeconds)
        changeIndex += 1
      }
      let local = second + offset
      if second > start {
        let isTaken = hour == "*" ? takes(local) : local > latest && takesOne(from: latest + 1, through: local)
        if isTaken { found.append(second) }
      }
      latest = max(latest, local)
    }
    return found
  }
}

extension [Timestamp] {
  /// How many of them, which are in order, aren't after an instant.
  fileprivate func countThrough(_ instant: Timestamp) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] <= instant { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
