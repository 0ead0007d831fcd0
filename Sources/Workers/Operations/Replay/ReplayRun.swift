import Delivery
import EventModel
import Logging
import PostgresClient
import RedisClient
import ServiceLifecycle
import Settings
import Streams

/// One replay: handles letters again where they lie, and takes out, or gives back, each when its fate is committed.
///
/// A letter stays in the queue until its event's transaction is committed, and its original id stays what it was; so a
/// death at any moment loses nothing, and of two replays at once one finds what the other left.
struct ReplayRun<Handler: BatchHandler> {
  /// Letters that wait for another attempt at once; no more are begun while so many wait.
  private static var waitingCountMax: Int { 1000 }
  /// How long a letter rests that alone took longer than a statement may.
  private static var slowRest: Duration { .seconds(5) }

  /// A letter that failed alone.
  private struct Culprit: Sendable {
    let letter: BuriedEntry
    let record: TrialRecord
    /// How often it took too long.
    var slowCount = 0
  }

  private let context: FleetContext
  private let handler: Handler
  private let request: ReplayRequest
  private let redis: RedisConnection
  private let observer: any ReplayObserver
  private let store: DeadLetterStore
  private var waiting = RetrySchedule<Culprit, ContinuousClock.Instant>(countMax: waitingCountMax)
  private var pace: ReplayPace
  private var memory = RehearsalMemory()
  private var begunCount = 0
  private(set) var report: ReplayReport

  init(
    context: FleetContext,
    handler: Handler,
    request: ReplayRequest,
    redis: RedisConnection,
    observer: any ReplayObserver
  ) {
    self.context = context
    self.handler = handler
    self.request = request
    self.redis = redis
    self.observer = observer
    store = DeadLetterStore(redis: redis)
    pace = ReplayPace(ratePerSecond: request.ratePerSecond)
    report = ReplayReport(isRehearsal: request.isRehearsal)
  }

  /// Handles what is there now; returned letters are left to the next replay. A shutdown ends it between two batches.
  mutating func run() async throws {
    do {
      try await goThroughAll()
    } catch {
      guard FaultKind(error) == .cancellation, Task.isShuttingDownGracefully else { throw error }
      report.isInterrupted = true
    }
    report.isExact = memory.isComplete
  }

  private mutating func goThroughAll() async throws {
    let walk = try await patiently { [redis, handler, request] in
      try await DeadLetterWalk(over: redis, groups: [handler.group], filter: request.filter)
    }
    if !request.isRehearsal {
      try await patiently { [store] in try await store.repairIndexes(of: walk.keys) }
    }
    // What killed its workers comes last and alone: it may kill this one too, and then all others are done.
    try await goThrough(walk, deadly: false)
    try await finishWaiting()
    try await goThrough(walk, deadly: true)
    try await finishWaiting()
  }

  private mutating func goThrough(_ start: DeadLetterWalk, deadly: Bool) async throws {
    var walk = start
    while let letters = try await nextPage(of: &walk) {
      var rest = letters.filter { ($0.content.reason == .deliveryLimit) == deadly }[...]
      while !rest.isEmpty {
        let countMax = deadly ? 1 : pace.batchCountMax(context.settings.batchSize)
        let room = request.countMax.map { $0 - begunCount } ?? rest.count
        if room <= 0 {
          report.leftCount += rest.count
          break
        }
        let batch = Array(rest.prefix(min(countMax, room)))
        rest = rest.dropFirst(batch.count)
        try await pace.wait(for: batch.count)
        begunCount += batch.count
        try await handle(batch)
        try await handleDue()
        // The second time through passes the same letters again.
        observer.progress(report, fraction: deadly ? nil : walk.passedFraction)
      }
    }
  }

  private func nextPage(of walk: inout DeadLetterWalk) async throws -> [BuriedEntry]? {
    var faultPause = FaultPause(logger: context.logger)
    while true {
      if Task.isShuttingDownGracefully { throw CancellationError() }
      do {
        return try await walk.next(over: redis)
      } catch {
        try await waitOut(error, &faultPause)
      }
    }
  }

  /// Handles letters together; what fails is halved until the culprit stands alone.
  private mutating func handle(_ letters: [BuriedEntry]) async throws {
    var settlement = BatchSettlement(letters)
    var faultPause = FaultPause(logger: context.logger)
    while let part = settlement.next {
      if Task.isShuttingDownGracefully { throw CancellationError() }
      do {
        try await handleTogether(part)
        settlement.succeed()
      } catch {
        switch try await handler.faultKind(of: error) {
        case .cancellation, .infrastructure: try await waitOut(error, &faultPause)
        case .size, .work:
          settlement.fail()
          if part.count == 1 { try await charge(Culprit(letter: part[0], record: .delivered), after: error) }
        }
      }
    }
  }

  private mutating func handleTogether(_ letters: [BuriedEntry]) async throws {
    let entries = letters.map(\.entry)
    if request.isRehearsal {
      let now = context.clock.now
      for (index, outcome) in try await handler.rehearse(entries).enumerated() {
        note(ReplayEffect(memory.correct(outcome, of: entries[index], now: now)), of: letters[index])
      }
    } else {
      try await settle(letters, try await handler.handle(entries))
    }
  }

  /// Takes out what is done, and gives back what is refused. It is committed by now: whatever happens here, it must not be
  /// handled again, and only these steps are repeated.
  private mutating func settle(_ letters: [BuriedEntry], _ outcomes: [EntryOutcome]) async throws {
    precondition(outcomes.count == letters.count, "every entry has an outcome")
    let effects = outcomes.map(ReplayEffect.init)
    // What names an erased conversation leaves its stream too.
    let leaving = letters.indices.filter { outcomes[$0].leavesStream }
    let erased = leaving.map { letters[$0] }
    let done = letters.indices.filter { effects[$0].refusal == nil && !leaving.contains($0) }.map { letters[$0] }
    let back = letters.indices.compactMap { index in effects[index].refusal.map { (letters[index], $0) } }
    _ = try await patiently { [store] in try await store.remove(done) }
    _ = try await patiently { [store] in try await store.discard(erased) }
    let returned = try await giveBack(back)
    var answers = returned[...]
    for (letter, effect) in zip(letters, effects) {
      let isGone = effect.refusal != nil && answers.popFirst() == .some(nil)
      note(isGone ? .gone : effect, of: letter)
    }
  }

  private func giveBack(_ letters: [(letter: BuriedEntry, refusal: Refusal)]) async throws -> [RedisStreamID?] {
    let now = context.clock.now
    return try await patiently { [store] in try await store.replace(letters, at: now) }
  }

  /// What failed alone is tried again later, and meanwhile it holds up nobody; at last it goes back with its history.
  private mutating func charge(_ culprit: Culprit, after error: any Error) async throws {
    let letter = culprit.letter
    context.logger.warning(
      "letter failed alone",
      metadata: ["stream": "\(letter.key.deadLetterText)", "id": "\(letter.id)", "error": "\(error)"]
    )
    if FaultKind(error) == .size {
      // Too slow alone says nothing about the letter. It isn't given back for that, and not tried for ever.
      if request.isRehearsal || culprit.slowCount >= TrialRecord.failureCountMax { return note(.left, of: letter) }
      let next = Culprit(letter: letter, record: culprit.record, slowCount: culprit.slowCount + 1)
      return try await wait(next, for: Self.slowRest)
    }
    switch culprit.record.afterFailure {
    case .retry(let record, let delay) where !request.isRehearsal:
      let jitter = 1 + TrialRecord.retryJitter * Double.random(in: -1...1)
      try await wait(Culprit(letter: letter, record: record, slowCount: culprit.slowCount), for: delay * jitter)
    case .retry, .giveUp:
      let refusal = Refusal.processingFailed(attempts: TrialRecord.failureCountMax, cause: FaultKind.name(of: error))
      let isGone = request.isRehearsal ? false : try await giveBack([(letter, refusal)]) == [nil]
      note(isGone ? .gone : .failed(refusal), of: letter)
    }
  }

  /// Puts a letter aside; where too many wait already, the first of them is waited for.
  private mutating func wait(_ culprit: Culprit, for delay: Duration) async throws {
    while waiting.count >= waiting.countMax, let due = waiting.nextDue {
      try await Pause.wait(due - .now)
      try await handleDue()
    }
    waiting.add(culprit, due: .now + delay)
  }

  private mutating func handleDue() async throws {
    var faultPause = FaultPause(logger: context.logger)
    for culprit in waiting.takeDue(at: .now, countMax: waiting.countMax) {
      while true {
        if Task.isShuttingDownGracefully { throw CancellationError() }
        do {
          try await handleTogether([culprit.letter])
          break
        } catch {
          switch try await handler.faultKind(of: error) {
          case .cancellation, .infrastructure:
            try await waitOut(error, &faultPause)
            continue
          case .size, .work: try await charge(culprit, after: error)
          }
          break
        }
      }
    }
  }

  private mutating func finishWaiting() async throws {
    while let due = waiting.nextDue {
      if Task.isShuttingDownGracefully { throw CancellationError() }
      try await Pause.wait(due - .now)
      try await handleDue()
      observer.progress(report, fraction: nil)
    }
  }

  private mutating func note(_ effect: ReplayEffect, of letter: BuriedEntry) {
    report.note(effect, of: letter, at: context.clock.now)
    observer.note(effect, of: letter)
  }

  /// Does one thing with Redis, however long that takes; until a shutdown.
  private func patiently<Value>(_ work: () async throws -> Value) async throws -> Value {
    var faultPause = FaultPause(logger: context.logger)
    while true {
      do {
        return try await work()
      } catch {
        try await waitOut(error, &faultPause)
      }
    }
  }

  /// Waits where a store is away, which is nobody's fault.
  /// - Throws: any other error, and `CancellationError` when a shutdown begins.
  private func waitOut(_ error: any Error, _ faultPause: inout FaultPause) async throws {
    guard FaultKind(error) == .infrastructure else { throw error }
    if Task.isShuttingDownGracefully { throw CancellationError() }
    try await faultPause.wait(after: error, "store away")
    if Task.isShuttingDownGracefully { throw CancellationError() }
  }
}

extension EntryOutcome {
  fileprivate var leavesStream: Bool {
    switch self {
    case .erased, .reduced: true
    case .applied, .duplicate, .refused, .refusedPart, .gone: false
    }
  }
}

extension ReplayEffect {
  /// What an outcome means for the letter.
  init(_ outcome: EntryOutcome) {
    switch outcome {
    case .applied, .reduced(isNew: true): self = .applied
    case .duplicate, .reduced(isNew: false): self = .duplicate
    case .refused(let refusal), .refusedPart(let refusal, _): self = .refused(refusal)
    case .erased: self = .erased
    case .gone: preconditionFailure("a letter carries its fields")
    }
  }
}
