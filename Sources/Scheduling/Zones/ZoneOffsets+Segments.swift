import EventModel

/// A time during which the clocks don't change: from `start` to before `end`.
struct ZoneSegment {
  let start: Timestamp
  /// `.max` for the last, which includes it.
  let end: Timestamp
  let offsetSeconds: Int

  var offsetMicroseconds: Int64 { Int64(offsetSeconds) * 1_000_000 }

  func localTime(at instant: Timestamp) -> LocalTime {
    LocalTime(microseconds: instant.microseconds.saturatingAdd(offsetMicroseconds))
  }

  /// The instant at which the clocks would show it, were it in the segment.
  func instant(of local: LocalTime) -> Timestamp {
    Timestamp(microseconds: local.microseconds.saturatingAdd(-offsetMicroseconds))
  }
}

extension ZoneOffsets {
  /// No two offsets are further apart.
  private static let jumpMicrosecondsMax = Int64(2 * offsetSecondsMax) * 1_000_000

  var segmentCount: Int { changes.count + 1 }

  /// Segment 0 is before all changes, segment n begins with the n-th.
  func segment(_ index: Int) -> ZoneSegment {
    ZoneSegment(
      start: index == 0 ? .min : changes[index - 1].at,
      end: index == changes.count ? .max : changes[index].at,
      offsetSeconds: index == 0 ? initialOffsetSeconds : changes[index - 1].offsetSeconds
    )
  }

  func segmentIndex(at instant: Timestamp) -> Int {
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if changes[middle].at <= instant { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The first instant at which the clocks show a local time or a later one: that of the change where it is skipped, the
  /// first of two where it is repeated.
  ///
  /// It never goes back as local time goes on.
  func firstInstant(reaching local: LocalTime) -> Timestamp {
    let earliest = Timestamp(microseconds: local.microseconds.saturatingAdd(-Self.jumpMicrosecondsMax))
    var index = segmentIndex(at: earliest)
    while true {
      let segment = segment(index)
      let instant = max(segment.start, segment.instant(of: local))
      if instant < segment.end || index == changes.count { return instant }
      index += 1
    }
  }

  /// The latest local time that the clocks have shown up to an instant: what they show, or what they showed before they
  /// were set back.
  ///
  /// `firstInstant(reaching:)` of a local time is after the instant exactly where that local time is after this.
  func latestLocalTime(through instant: Timestamp) -> LocalTime {
    var index = segmentIndex(at: instant)
    var latest = segment(index).localTime(at: instant)
    let earliest = Timestamp(microseconds: instant.microseconds.saturatingAdd(-Self.jumpMicrosecondsMax))
    while index > 0, changes[index - 1].at > earliest {
      index -= 1
      let segment = segment(index)
      latest = max(latest, segment.localTime(at: Timestamp(microseconds: segment.end.microseconds.saturatingAdd(-1))))
    }
    return latest
  }
}

extension Int64 {
  /// The sum, or the end of the range beyond which it would be.
  func saturatingAdd(_ other: Int64) -> Int64 {
    let (sum, isOver) = addingReportingOverflow(other)
    return isOver ? (other > 0 ? .max : .min) : sum
  }
}
