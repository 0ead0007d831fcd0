import Calibration
import EventModel
import Insight
import PostgresClient
import RedisClient
import ServiceLifecycle
import Store
import Streams
import Synchronization
import Telemetry

/// Judges what was folded, soon after it was (SEMANTICS section 5, rule 3).
struct JudgementLoop {
  /// Looking takes at most a tenth of the time: action types with millions of samples since their last adjustment are
  /// looked at less often.
  private static let restFactor = 9

  let context: FleetContext
  let pending: PendingJudgements
  let counters: WorkCounters
  private let judge: ConfidenceJudge
  private let relay: CorrectionRelay
  private let maps: RecalibrationKeeper
  /// The work that was done when every action type had been looked at, for a drain.
  private let complete = Completion()

  /// A value that the copies of the loop share.
  private final class Completion: Sendable {
    let work = Mutex<WorkCounters.Values?>(nil)
  }

  init(context: FleetContext, pending: PendingJudgements, counters: WorkCounters, redis: RedisConnection) {
    self.context = context
    self.pending = pending
    self.counters = counters
    judge = ConfidenceJudge(postgres: context.postgres)
    maps = RecalibrationKeeper(postgres: context.postgres)
    relay = CorrectionRelay(postgres: context.postgres, publisher: CorrectionPublisher(redis: redis))
  }

  /// Looks at some of the action types that wait. What somebody else holds, and what a fault left, waits on.
  /// - Returns: how many were looked at.
  @discardableResult
  func judgePending() async throws -> Int {
    let keys = pending.take(ConfidenceJudge.batchCountMax)
    if keys.isEmpty { return 0 }
    do {
      let report = try await judge.judge(keys, asOf: context.clock.now)
      pending.add(report.busy)
      note(report)
      return keys.count - report.busy.count
    } catch {
      pending.add(keys)
      throw error
    }
  }

  /// Looks at every action type there is, as of a time, in bounded batches.
  /// - Returns: how many were judged, and how many others held and were not looked at.
  func judgeAll(asOf now: Timestamp) async throws -> (judgedCount: Int, busyCount: Int) {
    var (judgedCount, busyCount) = (0, 0)
    try await forEachPage { page in
      let report = try await judge.judge(page, asOf: now)
      note(report)
      judgedCount += report.judgedCount
      busyCount += report.busy.count
    }
    return (judgedCount, busyCount)
  }

  /// Fits recalibration maps for every action type there is, where it is time to. The scheduler's part alone: a fit reads
  /// up to 50,000 samples.
  func fitMaps(asOf now: Timestamp) async throws {
    try await forEachPage { page in try await maps.keep(page, asOf: now) }
  }

  private func forEachPage(_ body: ([CalibrationKey]) async throws -> Void) async throws {
    var last: CalibrationKey?
    while true {
      let page = try await context.postgres.send(
        PageCalibrationKeys(after: last, countMax: ConfidenceJudge.batchCountMax)
      )
      try await body(page)
      guard page.count == ConfidenceJudge.batchCountMax, !Task.isShuttingDownGracefully else { return }
      last = page.last
    }
  }

  /// Whether every action type was looked at since the last sample was folded, and Redis shows what came of it: a drain
  /// may end then.
  func isComplete() async throws -> Bool {
    let work = counters.current
    if complete.work.withLock({ $0 == work }) { return true }
    // All of them: the process that folded a sample may have died before it looked.
    let busyCount = try await judgeAll(asOf: context.clock.now).busyCount
    guard busyCount == 0, pending.isEmpty else { return false }
    try await publish()
    guard try await context.postgres.send(CountUnpublished()).first == 0 else { return false }
    complete.work.withLock { $0 = counters.current }
    return true
  }

  /// Brings what changed to Redis at once; what fails here is left to the relays.
  func publish() async throws {
    while try await relay.relayBatch() > 0 {}
  }

  private func note(_ report: ConfidenceJudge.Report) {
    counters.add {
      $0.judged += report.judgedCount
      $0.adjusted += report.raisedCount + report.loweredCount
    }
    let metrics = context.metrics
    if report.loweredCount > 0 {
      metrics.counter(MetricCatalogue.calibrationAdjustments, "lower").increment(by: report.loweredCount)
    }
    if report.raisedCount > 0 {
      metrics.counter(MetricCatalogue.calibrationAdjustments, "raise").increment(by: report.raisedCount)
    }
  }
}

extension JudgementLoop {
  /// Judges what is folded, for the life of a process.
  func loop() -> WorkLoop {
    WorkLoop(context: context, name: "judge", idleInterval: .milliseconds(250)) {
      let start = ContinuousClock.now
      let count = try await context.gate.together { try await judgePending() }
      if count == 0 { return 0 }
      try await publish()
      try await Pause.wait(start.duration(to: .now) * Self.restFactor)
      return count
    }
  }

  /// Looks at every action type now and then, because samples mature without an event.
  func sweepLoop(every interval: Duration) -> WorkLoop {
    WorkLoop(context: context, name: "calibration", idleInterval: interval) {
      try await context.gate.together {
        _ = try await judgeAll(asOf: context.clock.now)
        try await fitMaps(asOf: context.clock.now)
      }
      try await publish()
      return 0
    }
  }
}
