import Admin
import EventModel
import Logging
import PostgresClient
import Scheduling
import ServiceLifecycle
import Store
import Telemetry

/// Does what schedules say is due, beside any number of others.
///
/// A schedule is claimed for a while, and the claim is renewed as long as its work goes on. Who dies in the middle is followed by
/// somebody else when the lease has ended; who only seemed dead can't finish any more, because each claim has a number and an
/// older one changes nothing. An occurrence is done when its end is recorded, in the same statement that awaits the next one.
/// So the work of one may begin twice, and has to be such that it may; it is recorded once.
struct ScheduleRunner: Sendable {
  /// How long others leave a claim alone that isn't renewed.
  static let lease = TimeInterval.seconds(60)
  private static let renewalInterval = Duration.seconds(15)
  /// Waits before a new attempt after each failure; then the occurrence is given up.
  static let retryWaits: [TimeInterval] = [.seconds(60), .seconds(240), .seconds(960)]
  /// The wait after an outage of a store, which is no failure.
  private static let outageWait = TimeInterval.seconds(30)

  /// Where tests let a scheduler die.
  enum Step: Sendable {
    case claimed, worked, finished
  }

  let context: FleetContext
  let zones: ZoneBook
  let work: @Sendable (JobRun) async throws -> JobReport
  let step: @Sendable (Step) async throws -> Void

  init(
    context: FleetContext,
    zones: ZoneBook? = nil,
    step: @escaping @Sendable (Step) async throws -> Void = { _ in },
    work: @escaping @Sendable (JobRun) async throws -> JobReport
  ) {
    self.context = context
    self.zones = zones ?? ZoneBook(postgres: context.postgres)
    self.work = work
    self.step = step
  }

  /// Does what has waited longest.
  /// - Returns: whether there was anything.
  func runNext() async throws -> Bool {
    let now = context.clock.now
    let claims = try await context.postgres.send(
      ClaimSchedules(
        now: now,
        leaseEnd: now + Self.lease,
        holder: context.instance,
        jobs: ScheduledJob.allCases.map(\.rawValue),
        countMax: 1
      )
    )
    guard let claim = claims.first, let job = ScheduledJob(rawValue: claim.job) else { return false }
    try await step(.claimed)
    do {
      try await run(claim, job, from: now)
    } catch let error where FaultKind(error) == .cancellation {
      throw error
    } catch {
      try await leave(claim, after: error)
    }
    try await step(.finished)
    return true
  }

  private func run(_ claim: ScheduleClaim, _ job: ScheduledJob, from start: Timestamp) async throws {
    let due = try await due(claim, now: start)
    let run = JobRun(job: job, tenantID: claim.key.tenantID, dueAt: due.dueAt, now: start)
    guard let report = try await held(claim, { try await work(run) }) else { return note(claim, "was taken over") }
    try await step(.worked)
    if report.isInterrupted {
      _ = try await context.postgres.send(LeaveSchedule(claim, wakeAt: context.clock.now, .interrupted(nil)))
      return
    }
    try await finish(claim, due, from: start, .done, report.detail)
  }

  private func due(_ claim: ScheduleClaim, now: Timestamp) async throws -> DueRun {
    let timing = try ScheduleTiming(claim.timing)
    let zone = try await zones.offsets(of: claim.timeZone, from: claim.nextRunAt, to: now)
    // Another scheduler's clock may be ahead of ours.
    let now = max(now, claim.nextRunAt)
    guard let due = timing.due(nextRunAt: claim.nextRunAt, now: now, in: zone) else {
      throw ScheduleFault("the schedule isn't due")
    }
    if due.next != nil { return due }
    let next = try await zones.next(of: timing, in: claim.timeZone, after: now)
    return DueRun(
      dueAt: due.dueAt,
      firstDueAt: due.firstDueAt,
      occurrenceCount: due.occurrenceCount,
      isCountExact: due.isCountExact,
      next: next
    )
  }

  /// Does the work while the claim is renewed.
  /// - Returns: `nil` where somebody took it over: the work was cancelled.
  private func held(
    _ claim: ScheduleClaim,
    _ work: @escaping @Sendable () async throws -> JobReport
  ) async throws -> JobReport? {
    try await withThrowingTaskGroup(of: JobReport?.self) { group in
      group.addTask { try await work() }
      group.addTask {
        try await renew(claim)
        return nil
      }
      defer { group.cancelAll() }
      guard let first = try await group.next() else { return nil }
      return first
    }
  }

  /// Returns when the claim is lost.
  private func renew(_ claim: ScheduleClaim) async throws {
    repeat {
      try await Task.sleep(for: Self.renewalInterval)
      Pulse.beat()
    } while try await isRenewed(claim)
  }

  private func isRenewed(_ claim: ScheduleClaim) async throws -> Bool {
    let statement = RenewSchedules([claim], leaseEnd: context.clock.now + Self.lease)
    do {
      return try await !context.postgres.send(statement).isEmpty
    } catch {
      if FaultKind(error) == .cancellation { throw error }
      // While the database is away nobody else can take it over either.
      note(claim, "can't be held for longer", error)
      return true
    }
  }

  private func leave(_ claim: ScheduleClaim, after error: any Error) async throws {
    let now = context.clock.now
    let sentence = Self.sentence(for: error)
    if FaultKind(error) == .infrastructure, !FaultKind.isUnclear(error) {
      let left = LeaveSchedule(claim, wakeAt: now + Self.outageWait, .interrupted(sentence))
      _ = try await context.postgres.send(left)
      note(claim, "waits for a store", error)
    } else if claim.failureCount < Self.retryWaits.count {
      let wakeAt = now + Self.retryWaits[claim.failureCount]
      _ = try await context.postgres.send(LeaveSchedule(claim, wakeAt: wakeAt, .failed(sentence)))
      note(claim, "failed and is tried again", error)
    } else {
      let due = (try? await due(claim, now: now)) ?? .once(claim.nextRunAt)
      let detail = JSONValue.object([JSONMember("error", .string(sentence))])
      try await finish(claim, due, from: now, .failed, String(decoding: JSONWriter.compact(detail), as: UTF8.self))
      note(claim, "failed and is given up", error)
    }
  }

  private func finish(
    _ claim: ScheduleClaim,
    _ due: DueRun,
    from start: Timestamp,
    _ result: ScheduleRun.Result,
    _ detail: String
  ) async throws {
    let run = ScheduleRun(
      key: claim.key,
      dueAt: due.dueAt,
      firstDueAt: due.firstDueAt,
      occurrenceCount: due.occurrenceCount,
      attemptCount: claim.attemptCount,
      startedAt: start,
      finishedAt: max(context.clock.now, start),
      runBy: context.instance,
      result: result,
      detail: detail
    )
    if try await context.postgres.send(FinishSchedule(claim, run, nextRunAt: due.next)).isEmpty {
      return note(claim, "was taken over")
    }
    context.metrics.counter(MetricCatalogue.scheduleRuns, claim.job, result.rawValue).increment(by: 1)
  }

  private func note(_ claim: ScheduleClaim, _ what: String, _ error: (any Error)? = nil) {
    var facts: Logger.Metadata = ["schedule": "\(claim.key.name)", "tenant": "\(claim.key.tenantID)"]
    if let error { facts["error"] = "\(Self.sentence(for: error))" }
    context.logger.warning("scheduled work \(what)", metadata: facts)
  }

  /// What may be kept of an error: a server's message can quote a payload.
  private static func sentence(for error: any Error) -> String {
    switch error {
    case let error as ScheduleFault: error.description
    case let error as ScheduleError: "\(error)"
    case let error as Program.Failure: "\(error)"
    default: FaultKind.name(of: error)
    }
  }
}

extension DueRun {
  /// An occurrence of a schedule whose timing can't be read: it isn't run again before somebody mends it.
  fileprivate static func once(_ instant: Timestamp) -> DueRun {
    DueRun(dueAt: instant, firstDueAt: instant, occurrenceCount: 1, isCountExact: true, next: nil)
  }
}

extension ScheduleRunner {
  /// Looks for due work once a second, for the life of a process.
  func loop(_ number: Int) -> WorkLoop {
    WorkLoop(context: context, name: "schedule-\(number)", idleInterval: .seconds(1)) {
      try await runNext() ? 1 : 0
    }
  }
}
