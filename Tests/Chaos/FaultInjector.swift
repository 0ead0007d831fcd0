import RedisClient
import TestSupport

/// Injects the faults of a plan until its time is over and, unless it is short, every kind has come: one sequence for each
/// subject, all at the same time. Whatever is broken is whole again when it returns.
struct FaultInjector: Sendable {
  let plan: ChaosPlan
  let stores: ChaosStores
  let members: [Member]
  let producer: Producer
  let journal: Journal
  /// For what an operator would type.
  let redis: RedisConnection

  /// How much longer than planned it may take until every kind has come, where the machine is slow.
  private static let lengthFactorMax = 4

  func run() async throws {
    let deadline = ContinuousClock.now + .seconds(plan.seconds)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, subject) in FaultKind.Subject.allCases.enumerated() {
        let kinds = plan.faults.filter { $0.subject == subject }
        if kinds.isEmpty { continue }
        let generator = TestGenerator(seed: plan.seed &+ UInt64(index + 1) << 32)
        group.addTask {
          switch subject {
          case .processes: try await breakProcesses(kinds, generator, until: deadline)
          case .redis: try await breakStore(kinds, generator, until: deadline, breakRedis)
          case .postgres: try await breakStore(kinds, generator, until: deadline, breakPostgres)
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private func isOver(_ deck: FaultDeck, _ deadline: ContinuousClock.Instant) -> Bool {
    let now = ContinuousClock.now
    if now < deadline { return false }
    return deck.hasDealtAll || !plan.comesToEveryKind
      || now >= deadline + .seconds((Self.lengthFactorMax - 1) * plan.seconds)
  }

  /// Several processes at a time, each by one fault.
  private func breakProcesses(
    _ kinds: [FaultKind],
    _ initial: TestGenerator,
    until deadline: ContinuousClock.Instant
  ) async throws {
    var (generator, deck) = (initial, FaultDeck(kinds))
    try await withThrowingTaskGroup(of: String.self) { group in
      var busy: Set<String> = []
      while true {
        try await Task.sleep(for: generator.duration(0.2...1.2))
        if isOver(deck, deadline) { break }
        let kind = deck.draw(using: &generator)
        let candidates = members.filter { kind.concerns($0) }
        let (member, own) = (generator.pick(candidates), TestGenerator(seed: generator.next()))
        while busy.contains(member.name), let free = try await group.next() { busy.remove(free) }
        busy.insert(member.name)
        group.addTask {
          try await breakProcess(member, kind, own)
          return member.name
        }
      }
      try await group.waitForAll()
    }
  }

  private func breakProcess(_ member: Member, _ kind: FaultKind, _ initial: TestGenerator) async throws {
    var generator = initial
    if kind == .processStop {
      let pause = generator.duration(ChaosStores.stopSeconds)
      journal.count(kind, "\(member.name) for \(Journal.seconds(pause))")
      try await member.freeze(for: pause)
    } else {
      let pause = generator.duration(0...1.5)
      journal.count(kind, "\(member.name), started again after \(Journal.seconds(pause))")
      if kind == .terminate {
        try await member.terminate(restartingAfter: pause)
      } else {
        try await member.kill(restartingAfter: pause)
      }
    }
  }

  private func breakStore(
    _ kinds: [FaultKind],
    _ initial: TestGenerator,
    until deadline: ContinuousClock.Instant,
    _ inject: (FaultKind, inout TestGenerator) async throws -> Void
  ) async throws {
    var (generator, deck) = (initial, FaultDeck(kinds))
    while true {
      try await Task.sleep(for: generator.duration(0.3...1.5))
      if isOver(deck, deadline) { return }
      // Each fault with a generator of its own, so that what one of them asks doesn't shift the next.
      var own = TestGenerator(seed: generator.next())
      try await inject(deck.draw(using: &generator), &own)
    }
  }

  /// Repeats what a fault of another subject, or the one just injected, made fail.
  func patiently<Value>(_ body: () async throws -> Value) async throws -> Value {
    let deadline = ContinuousClock.now + .seconds(30)
    while true {
      do {
        return try await body()
      } catch {
        if error is CancellationError || ContinuousClock.now > deadline { throw error }
        try await Task.sleep(for: .milliseconds(50))
      }
    }
  }
}

extension FaultKind {
  fileprivate func concerns(_ member: Member) -> Bool {
    switch self {
    case .workerKill: member.program == "outcome-worker"
    case .aggregatorKill: member.program == "calibration-aggregator"
    case .schedulerKill: member.program == "learning-scheduler"
    case .terminate, .processStop: true
    case .redisRestart, .redisStop, .clientKill, .clientPause, .redisFull, .groupDestroy, .redisRewind, .redisEmpty,
      .flush, .streamDelete, .streamTrim, .postgresRestart, .postgresStop, .backendKill, .backendsTerminate, .readOnly,
      .connections,
      .lock:
      false
    }
  }
}
