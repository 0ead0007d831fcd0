import EventModel

/// The occurrences after one instant that aren't after another.
struct MissedOccurrences {
  /// `nil` where there are none.
  let last: Timestamp?
  let count: Int
  let isCountExact: Bool
}

extension CronExpression {
  /// Counts one by one, up to the bound with the occurrence before them.
  func missed(after start: Timestamp, through end: Timestamp, in zone: ZoneOffsets) -> MissedOccurrences {
    guard let last = last(through: end, in: zone), last > start else {
      return MissedOccurrences(last: nil, count: 0, isCountExact: true)
    }
    var count = 0
    var instant = start
    while instant < last, count < Self.countedOccurrenceMax - 1, let occurrence = first(after: instant, in: zone) {
      count += 1
      instant = occurrence
    }
    return MissedOccurrences(last: last, count: count, isCountExact: instant == last)
  }
}

extension AlignedInterval {
  func missed(after start: Timestamp, through end: Timestamp) -> MissedOccurrences {
    let count = number(at: end) - number(at: start)
    return MissedOccurrences(last: count > 0 ? last(through: end) : nil, count: count, isCountExact: true)
  }
}
