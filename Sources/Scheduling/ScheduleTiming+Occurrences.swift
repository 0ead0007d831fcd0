public import EventModel

extension ScheduleTiming {
  /// From 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z: outside there are no occurrences.
  private static let searchBounds =
    Timestamp(microseconds: -62_135_596_800_000_000)...Timestamp(microseconds: 253_402_300_799_000_000)

  /// The first occurrence after an instant.
  ///
  /// An interval's occurrences are the anchor and all instants that are whole intervals from it; the zone has no part in
  /// them. The anchor has none in those of a cron expression.
  ///
  /// `nil` where there is none in the years 1 to 9999 (UTC), and for a cron expression where it would be after the instant
  /// through which the zone is known: that is no statement that it won't happen, ask again with a zone known for longer.
  public func next(
    after instant: Timestamp,
    in zone: ZoneOffsets,
    anchor: Timestamp = Timestamp(microseconds: 0)
  ) -> Timestamp? {
    let instant = Self.clamped(instant)
    guard instant < Self.searchBounds.upperBound else { return nil }
    let occurrence: Timestamp? =
      switch self {
      case .cron(let expression): expression.first(after: instant, in: zone)
      case .every(let interval): AlignedInterval(interval, anchor: anchor).first(after: instant)
      }
    return occurrence.flatMap { Self.searchBounds.contains($0) ? $0 : nil }
  }

  /// The run that is due: one for `nextRunAt` and all occurrences after it that aren't after `now`. `nil` where
  /// `nextRunAt` is after `now`.
  ///
  /// `nextRunAt` counts as an occurrence even where the timing has none there: it may have been another's, or set by hand.
  /// The work is bounded, however long nothing ran: the count of an interval is exact, that of a cron expression ends at
  /// `CronExpression.countedOccurrenceMax`; `dueAt` and `next` are exact. Where `now` is after the instant through which
  /// the zone is known, `dueAt` is the latest occurrence that is known.
  public func due(
    nextRunAt: Timestamp,
    now: Timestamp,
    in zone: ZoneOffsets,
    anchor: Timestamp = Timestamp(microseconds: 0)
  ) -> DueRun? {
    guard nextRunAt <= now else { return nil }
    let (first, last) = (Self.clamped(nextRunAt), Self.clamped(now))
    let missed: MissedOccurrences =
      switch self {
      case .cron(let expression): expression.missed(after: first, through: last, in: zone)
      case .every(let interval): AlignedInterval(interval, anchor: anchor).missed(after: first, through: last)
      }
    return DueRun(
      dueAt: missed.last ?? nextRunAt,
      firstDueAt: nextRunAt,
      occurrenceCount: 1 + missed.count,
      isCountExact: missed.isCountExact,
      next: next(after: now, in: zone, anchor: anchor)
    )
  }

  /// From one microsecond before the first second, so that this is found after it.
  private static func clamped(_ instant: Timestamp) -> Timestamp {
    min(max(instant, searchBounds.lowerBound - TimeInterval(microseconds: 1)), searchBounds.upperBound)
  }
}
