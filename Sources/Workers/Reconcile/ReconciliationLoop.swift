import EventModel
import Logging
import PostgresClient
import RedisClient
import ServiceLifecycle
import Settings
import Store
import Streams

/// Watches for signs that Redis has forgotten samples, and has them published again: at once where there is a sign,
/// and every hour in case there was none.
///
/// Signs: another marker or another run of the server, a group that had to be made again, samples that were cut off
/// unread or while they were pending. They are counted in PostgreSQL, so that a sign outlives the process that saw it.
struct ReconciliationLoop: Service {
  static let intervalWithoutSign = TimeInterval.hours(1)
  /// Samples that may be on their way when it begins after a wait: each of them is published a second time.
  private static let onTheirWayCountMax = 10_000
  /// How long it waits until none is on its way: where samples are known to be lost, and where that is only possible.
  private static let (shortWait, longWait) = (Duration.seconds(5), Duration.seconds(600))

  /// How long it waits for somebody to do something about dead letters.
  private static let buriedWait = Duration.seconds(60)

  let context: FleetContext
  let directory: StreamDirectory
  let counters: WorkCounters
  let redis: RedisConnection

  func run() async throws {
    try await context.watching("reconciliation", watchAgainAndAgain)
  }

  private func watchAgainAndAgain() async throws {
    var faultPause = FaultPause(logger: context.logger)
    var watch = Watch()
    while !Task.isShuttingDownGracefully {
      do {
        try await step(&watch)
      } catch {
        if FaultKind(error) == .cancellation { throw error }
        try await faultPause.wait(after: error, "samples not reconciled")
        continue
      }
      faultPause.reset()
      try await Pause.wait(context.settings.discoveryInterval)
    }
  }

  /// What was seen, and noted in PostgreSQL.
  private struct Watch {
    var incarnation: RedisIncarnation?
    /// Groups made again, and samples cut off unread or while they were pending, in this process.
    var signCount = 0
    /// Since when there is something to do.
    var isDueSince: ContinuousClock.Instant?
  }

  private func step(_ watch: inout Watch) async throws {
    let incarnation = try await RedisIncarnation.current(of: redis)
    if incarnation != watch.incarnation {
      _ = try await context.postgres.send(NoteRedis(incarnation: incarnation.marker, runID: incarnation.runID))
      watch.incarnation = incarnation
    }
    let work = counters.current
    let signCount = directory.recreatedCount + work.trimmedUnread.values.reduce(0, +) + work.gone
    if signCount != watch.signCount {
      _ = try await context.postgres.send(NoteForgotten())
      watch.signCount = signCount
    }
    guard let state = try await context.postgres.send(FindReconciliation()).first, isDue(state) else {
      watch.isDueSince = nil
      return
    }
    let since = watch.isDueSince ?? .now
    watch.isDueSince = since
    // The first sign of all says only that there was no server before.
    let isLossKnown = state.signCount > max(1, state.healedCount)
    guard
      Self.mayBegin(
        onTheirWayCount: try await onTheirWayCount(),
        waited: ContinuousClock.now - since,
        isLossKnown: isLossKnown
      )
    else { return }
    switch try await SampleReconciliation(context: context, redis: redis).run() {
    case .complete(let count): counters.add { $0.republished += count }
    case .postponed: break
    case .tooManyBuried:
      context.logger.error(
        "samples not looked over: replay or discard the dead letters of calibration.updated first",
        metadata: ["letters_more_than": "\(BuriedSamples.countMax)"]
      )
      try await Pause.wait(Self.buriedWait)
    }
  }

  private func isDue(_ state: FindReconciliation.Row) -> Bool {
    if state.signCount > state.healedCount { return true }
    guard let last = state.reconciledAt else { return true }
    return context.clock.now - last >= Self.intervalWithoutSign
  }

  /// Whether what is looked for may be looked for now: each sample on its way would be taken for lost.
  /// - Parameters:
  ///   - onTheirWayCount: `nil` where it isn't known.
  ///   - waited: since there was something to do.
  static func mayBegin(onTheirWayCount: Int?, waited: Duration, isLossKnown: Bool) -> Bool {
    if onTheirWayCount == 0 { return true }
    if waited >= longWait && (isLossKnown || onTheirWayCount == nil) { return true }
    guard let onTheirWayCount, waited >= (isLossKnown ? shortWait : longWait) else { return false }
    return onTheirWayCount <= onTheirWayCountMax
  }

  /// Samples in streams that aren't acknowledged; `nil` where that isn't known of each.
  private func onTheirWayCount() async throws -> Int? {
    // Before the first look for streams nobody knows how many there are.
    guard directory.hasLooked else { return nil }
    let keys = directory.keys
    let backlogs = try await StreamBacklog.load(of: keys, group: .calibrationAggregators, redis: redis)
    var count = 0
    for key in keys {
      guard let backlog = backlogs[key], let unreadCount = backlog.unreadCount else { return nil }
      count += unreadCount + backlog.pendingCount
    }
    return count
  }
}
