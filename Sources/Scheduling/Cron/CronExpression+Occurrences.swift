import EventModel

/// The expression over instants. Where it doesn't take every hour, it happens at the first instant that reaches a local
/// time that is taken: as that never goes back when local time goes on, the search is one of local time.
extension CronExpression {
  /// The first occurrence after an instant; `nil` where there is none that the zone knows.
  func first(after instant: Timestamp, in zone: ZoneOffsets) -> Timestamp? {
    guard instant < zone.through else { return nil }
    let occurrence: Timestamp?
    if takesEveryHour {
      occurrence = firstElapsed(after: instant, in: zone)
    } else {
      let minute = firstMinute(from: zone.latestLocalTime(through: instant).minutes + 1)
      occurrence = minute.map { zone.firstInstant(reaching: LocalTime(minutes: $0)) }
    }
    return occurrence.flatMap { $0 <= zone.through ? $0 : nil }
  }

  /// The last occurrence that isn't after an instant.
  func last(through instant: Timestamp, in zone: ZoneOffsets) -> Timestamp? {
    let instant = min(instant, zone.through)
    if takesEveryHour { return lastElapsed(through: instant, in: zone) }
    return lastMinute(through: zone.latestLocalTime(through: instant).minutes)
      .map { zone.firstInstant(reaching: LocalTime(minutes: $0)) }
  }

  private func firstElapsed(after instant: Timestamp, in zone: ZoneOffsets) -> Timestamp? {
    var index = zone.segmentIndex(at: instant)
    var from = zone.segment(index).localTime(at: instant).minutes + 1
    while true {
      let segment = zone.segment(index)
      guard segment.start <= zone.through, let minute = firstMinute(from: from) else { return nil }
      let occurrence = segment.instant(of: LocalTime(minutes: minute))
      if occurrence < segment.end { return occurrence }
      index += 1
      guard index < zone.segmentCount else { return nil }
      let next = zone.segment(index)
      from = next.localTime(at: next.start).minutesUp
    }
  }

  private func lastElapsed(through instant: Timestamp, in zone: ZoneOffsets) -> Timestamp? {
    var index = zone.segmentIndex(at: instant)
    var through = zone.segment(index).localTime(at: instant).minutes
    while true {
      let segment = zone.segment(index)
      guard let minute = lastMinute(through: through) else { return nil }
      let occurrence = segment.instant(of: LocalTime(minutes: minute))
      if occurrence >= segment.start { return occurrence }
      guard index > 0 else { return nil }
      index -= 1
      // Before the minute that the next segment begins with or in.
      let end = zone.segment(index).localTime(at: segment.start)
      through = end.minutesUp - 1
    }
  }
}
