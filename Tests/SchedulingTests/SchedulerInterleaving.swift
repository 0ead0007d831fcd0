import EventModel
import Scheduling
import TestSupport

/// Three schedulers over one row for a year, each of which may do anything at any time: crash after a claim, in the middle
/// or before the finish, stall until the lease is another's and come back.
struct SchedulerInterleaving {
  enum Step: CaseIterable {
    case finish
    case renew
    case fail
    case release
    /// The process is gone, and its claim with it.
    case crash
    /// The holder sleeps; what it does afterwards may be too late.
    case stall
  }

  struct Problem: Error {
    let text: String
  }

  private static let schedulerCount = 3
  private static let lease = TimeInterval.seconds(300)

  let timing: ScheduleTiming
  let zone: ZoneOffsets
  private(set) var generator: TestGenerator
  private(set) var state: ScheduleState
  private(set) var now = WalkedYear.start
  private(set) var finished: [DueRun] = []
  private(set) var stepCounts: [Step: Int] = [:]
  private(set) var refusedCount = 0
  private(set) var acceptedLateCount = 0
  private var claims: [ScheduleClaim?]
  private var stalled: [ScheduleClaim] = []
  /// By the test's own account: whose epoch is the last, and until when it is safe from others.
  private var lastEpoch: Int64 = 0
  private var safeUntil: Timestamp?

  init(timing: ScheduleTiming, zone: ZoneOffsets, seed: UInt64) {
    self.timing = timing
    self.zone = zone
    generator = TestGenerator(seed: seed)
    state = ScheduleState(nextRunAt: timing.next(after: WalkedYear.start, in: zone))
    claims = Array(repeating: nil, count: Self.schedulerCount)
  }

  /// `pauseMax`: the longest time in which nobody does anything.
  mutating func run(pauseMax: TimeInterval) throws {
    while now < WalkedYear.end {
      let scheduler = Int.random(in: 0..<Self.schedulerCount, using: &generator)
      if !stalled.isEmpty, generator.chance(20) {
        try wake()
      } else if let claim = claims[scheduler] {
        try act(on: claim, of: scheduler)
      } else {
        try claim(for: scheduler)
      }
      let pause = generator.chance(10) ? pauseMax : .seconds(120)
      now = now + TimeInterval(microseconds: Int64.random(in: 0...pause.microseconds, using: &generator))
    }
    try settle()
  }

  /// Everybody who slept comes back, and one scheduler alone does what is left.
  private mutating func settle() throws {
    while !stalled.isEmpty { try wake() }
    now = now + .days(8)
    try claim(for: 0)
    if let claim = claims[0] { accept(state.finish(claim), claim) }
  }

  private mutating func claim(for scheduler: Int) throws {
    let holder = "\(scheduler)"
    guard let claim = state.claim(by: holder, at: now, for: Self.lease, timing: timing, in: zone) else { return }
    if let safeUntil, now < safeUntil { throw Problem(text: "\(now): the run of another was taken") }
    if claim.epoch <= lastEpoch { throw Problem(text: "\(now): epoch \(claim.epoch) was there before") }
    if claim.run.dueAt > now { throw Problem(text: "\(now): it isn't due") }
    lastEpoch = claim.epoch
    safeUntil = now + Self.lease
    claims[scheduler] = claim
  }

  private mutating func act(on claim: ScheduleClaim, of scheduler: Int) throws {
    let step = generator.pick([.finish, .finish] + Step.allCases)
    stepCounts[step, default: 0] += 1
    // Whoever is fenced is told so, whatever the step.
    let isCurrent = claim.epoch == lastEpoch && safeUntil != nil
    switch step {
    case .finish: try expect(state.finish(claim), isCurrent, claim)
    case .renew:
      let isRenewed = state.renew(claim, at: now, for: Self.lease)
      if isRenewed != isCurrent { throw Problem(text: "\(now): renewed \(isRenewed) though current \(isCurrent)") }
      if isRenewed { safeUntil = now + Self.lease }
      if isRenewed { return }
    case .fail:
      if state.fail(claim, at: now) { safeUntil = nil }
    case .release:
      if state.release(claim) { safeUntil = nil }
    case .crash: break
    case .stall: stalled.append(claim)
    }
    claims[scheduler] = nil
  }

  private mutating func wake() throws {
    let claim = stalled.remove(at: Int.random(in: 0..<stalled.count, using: &generator))
    let isCurrent = claim.epoch == lastEpoch && safeUntil != nil
    if isCurrent, let safeUntil, safeUntil <= now { acceptedLateCount += 1 }
    try expect(state.finish(claim), isCurrent, claim)
  }

  private mutating func expect(_ isFinished: Bool, _ isCurrent: Bool, _ claim: ScheduleClaim) throws {
    if isFinished != isCurrent { throw Problem(text: "\(now): finished \(isFinished) though current \(isCurrent)") }
    accept(isFinished, claim)
  }

  private mutating func accept(_ isFinished: Bool, _ claim: ScheduleClaim) {
    guard isFinished else {
      refusedCount += 1
      return
    }
    finished.append(claim.run)
    safeUntil = nil
  }
}
