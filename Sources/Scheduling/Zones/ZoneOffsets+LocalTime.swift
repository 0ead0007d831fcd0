public import EventModel

/// The instants at which the clocks of a zone show a local time.
public enum LocalTimeInstants: Hashable, Sendable {
  case once(Timestamp)
  /// The clocks were set back over it: the first instant and the last.
  case repeated(first: Timestamp, last: Timestamp)
  /// The clocks were set forward over it, at this instant.
  case skipped(changeAt: Timestamp)
}

extension ZoneOffsets {
  /// When the clocks show a local time; `nil` where that is after `through`.
  public func instants(of local: LocalTime) -> LocalTimeInstants? {
    let reached = firstInstant(reaching: local)
    guard reached <= through else { return nil }
    var shown: [Timestamp] = []
    for index in segmentIndex(at: reached)..<segmentCount {
      let segment = segment(index)
      let instant = segment.instant(of: local)
      // No clock shows it any more once every offset would have passed it.
      guard segment.start.microseconds.saturatingAdd(-Int64(Self.offsetSecondsMax) * 1_000_000) <= local.microseconds
      else { break }
      if instant >= segment.start, instant < segment.end || index == changes.count, instant <= through {
        shown.append(instant)
      }
    }
    guard let first = shown.first, let last = shown.last else { return .skipped(changeAt: reached) }
    return first == last ? .once(first) : .repeated(first: first, last: last)
  }
}
