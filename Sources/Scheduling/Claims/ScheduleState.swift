public import EventModel

/// One schedule's row: when it runs next, who runs it, and how it went. Whoever stores it changes a row by these rules,
/// one change at a time.
///
/// A run is claimed, and then finished, failed or released, by its epoch. `nextRunAt` moves only with a finish: a run
/// whose holder vanished, and one that failed, is taken again, together with what fell due since. The end of a run is
/// accepted as long as nobody else claimed, even after the lease expired; so every occurrence is finished once, alone or
/// within the run that it was coalesced into. What the run does has to commit together with its finish.
public struct ScheduleState: Hashable, Sendable {
  /// How long after a failure the run is tried again: 1, 4 and 16 minutes, and then with the next occurrence.
  public static let retryDelays: [TimeInterval] = [.seconds(60), .seconds(240), .seconds(960)]

  /// The first occurrence that isn't finished; `nil` where none is known.
  public private(set) var nextRunAt: Timestamp?
  /// Since when nothing is claimed.
  public private(set) var pausedAt: Timestamp?
  public private(set) var lease: ScheduleLease?
  /// That of the last lease that was given; 0 before the first.
  public private(set) var epoch: Int64
  /// The latest occurrence that was finished.
  public private(set) var lastDueAt: Timestamp?
  /// Failures since the last finish; a lease that expired and was taken over is one.
  public private(set) var failureCount: Int
  /// Not before then is a failed run tried again.
  public private(set) var retryAt: Timestamp?

  /// A schedule that never ran; or one as it was stored.
  public init(
    nextRunAt: Timestamp?,
    pausedAt: Timestamp? = nil,
    lease: ScheduleLease? = nil,
    epoch: Int64 = 0,
    lastDueAt: Timestamp? = nil,
    failureCount: Int = 0,
    retryAt: Timestamp? = nil
  ) {
    self.nextRunAt = nextRunAt
    self.pausedAt = pausedAt
    self.lease = lease
    self.epoch = epoch
    self.lastDueAt = lastDueAt
    self.failureCount = failureCount
    self.retryAt = retryAt
  }

  /// When there may be something to claim: the row's place in an index. `nil` while it is paused or nothing is known to
  /// come.
  public var claimableAt: Timestamp? {
    guard pausedAt == nil, let nextRunAt else { return nil }
    return [nextRunAt, retryAt, lease?.expiresAt].compactMap(\.self).max()
  }

  /// Takes the run that is due, if any, for so long.
  public mutating func claim(
    by holder: String,
    at now: Timestamp,
    for duration: TimeInterval,
    timing: ScheduleTiming,
    in zone: ZoneOffsets,
    anchor: Timestamp = Timestamp(microseconds: 0)
  ) -> ScheduleClaim? {
    guard let nextRunAt, let claimableAt, claimableAt <= now,
      let run = timing.due(nextRunAt: nextRunAt, now: now, in: zone, anchor: anchor)
    else { return nil }
    if lease != nil { failureCount += 1 }
    epoch += 1
    lease = ScheduleLease(holder: holder, epoch: epoch, expiresAt: now + duration)
    return ScheduleClaim(epoch: epoch, run: run)
  }

  /// Holds the run for so long from now.
  /// - Returns: false where another one has it, or the schedule was changed: stop.
  public mutating func renew(_ claim: ScheduleClaim, at now: Timestamp, for duration: TimeInterval) -> Bool {
    guard holds(claim) else { return false }
    lease?.expiresAt = now + duration
    return true
  }

  /// The run is done, and the next one is that after its claim.
  /// - Returns: false where another one has it, or the schedule was changed: nothing of the run may stay.
  public mutating func finish(_ claim: ScheduleClaim) -> Bool {
    guard holds(claim) else { return false }
    lastDueAt = claim.run.dueAt
    moveOn(to: claim.run.next)
    return true
  }

  /// The run didn't succeed: it is tried again later.
  /// - Returns: false where another one has it, or the schedule was changed.
  public mutating func fail(_ claim: ScheduleClaim, at now: Timestamp) -> Bool {
    guard holds(claim), let longest = Self.retryDelays.last else { return false }
    lease = nil
    if failureCount < Self.retryDelays.count {
      retryAt = now + Self.retryDelays[failureCount]
    } else {
      // Occurrences may be seconds apart.
      let earliest = now + longest
      retryAt = claim.run.next.map { max($0, earliest) } ?? earliest
    }
    failureCount += 1
    return true
  }

  /// The run is given back undone, as at a shutdown; anyone may take it at once.
  /// - Returns: false where another one has it, or the schedule was changed.
  public mutating func release(_ claim: ScheduleClaim) -> Bool {
    guard holds(claim) else { return false }
    lease = nil
    return true
  }

  /// From now on nothing is claimed. A run that is under way may finish.
  public mutating func pause(at now: Timestamp) {
    pausedAt = pausedAt ?? now
  }

  /// Claims go on with `nextRunAt`, the first occurrence after now: what was missed isn't made up for. Where a run is
  /// still under way they go on after that.
  public mutating func resume(at now: Timestamp, nextRunAt: Timestamp?) {
    guard pausedAt != nil else { return }
    pausedAt = nil
    if let lease, lease.expiresAt > now { return }
    reschedule(nextRunAt: nextRunAt)
  }

  /// After a change of the timing. A run that is under way is no longer accepted.
  public mutating func reschedule(nextRunAt: Timestamp?) {
    epoch += 1
    moveOn(to: nextRunAt)
  }

  private func holds(_ claim: ScheduleClaim) -> Bool { lease?.epoch == claim.epoch }

  private mutating func moveOn(to nextRunAt: Timestamp?) {
    self.nextRunAt = nextRunAt
    lease = nil
    retryAt = nil
    failureCount = 0
  }
}
