import RedisClient
import TestSupport

/// One run: stores, fleet, load and faults, then the settling and the checks.
struct ChaosRun: Sendable {
  let plan: ChaosPlan
  let journal: Journal
  private let load: ChaosLoad
  private let stores: ChaosStores
  private let members: [Member]

  static func prepare(_ plan: ChaosPlan, journal: Journal) async throws -> ChaosRun {
    let load = try ChaosLoad(plan: plan)
    let stores = try await ChaosStores.start()
    return ChaosRun(
      plan: plan,
      journal: journal,
      load: load,
      stores: stores,
      members: members(plan, environment: stores.environment, journal: journal)
    )
  }

  /// Workers that differ, so that a batch of one meets what a batch of another left.
  private static func members(_ plan: ChaosPlan, environment: [String: String], journal: Journal) -> [Member] {
    var generator = TestGenerator(seed: ~plan.seed)
    var members: [Member] = []
    for number in 1...plan.workerCount {
      let arguments = [
        "--batch-size", "\(generator.pick([20, 100, 1000]))", "--lanes", "\(generator.pick([1, 2, 3]))",
      ]
      members.append(
        Member("outcome-worker", number: number, arguments: arguments, environment: environment, journal: journal)
      )
    }
    for number in 1...plan.aggregatorCount {
      members.append(Member("calibration-aggregator", number: number, environment: environment, journal: journal))
    }
    return members + [Member("learning-scheduler", number: 1, environment: environment, journal: journal)]
  }

  /// - Returns: what to say of it in a few lines.
  func run() async throws -> String {
    let redis = try stores.redisConnection("chaos-producer")
    let control = try stores.redisConnection("chaos-operator")
    let producer = Producer(load, rate: plan.rate, redis: redis, journal: journal)
    let begin = journal.elapsed
    for member in members { try await member.start() }
    try await disturb(producer, control)
    let disturbed = journal.elapsed
    for member in members { try await member.finish() }
    let settling = Settling(stores: stores, journal: journal)
    try await settling.settle()
    let settled = journal.elapsed
    try await settling.check()
    try await Comparison(
      load: load,
      stores: stores,
      journal: journal,
      copyCounts: await producer.copyCounts
    ).run()
    await redis.close()
    await control.close()
    return """
      \(load.entries.count) entries: \(load.eventIdentities.count) events and their duplicates, \
      \(load.malformedCount) malformed, \(await producer.republishedCount) published again after a loss
      disturbed for \(Journal.seconds(disturbed - begin)), settled in \(Journal.seconds(settled - disturbed)), \
      checked in \(Journal.seconds(journal.elapsed - settled))
      """
  }

  /// Everything at the same time, until the faults are over and the load is published.
  private func disturb(_ producer: Producer, _ control: RedisConnection) async throws {
    let injector = FaultInjector(
      plan: plan,
      stores: stores,
      members: members,
      producer: producer,
      journal: journal,
      redis: control
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await injector.run()
        await producer.close()
      }
      group.addTask {
        try await changeSettings()
      }
      group.addTask {
        try await producer.run()
      }
      group.addTask { try await look(producer) }
      // The producer, the faults and the settings; then nobody needs to be watched any more.
      for _ in 0..<3 { _ = try await group.next() }
      group.cancelAll()
    }
  }

  private func changeSettings() async throws {
    let begin = ContinuousClock.now
    for change in load.settingChanges {
      try await Task.sleep(until: begin + change.time)
      try await change.apply(to: stores, journal)
    }
  }

  /// Watches that nobody ends by itself, and says how far it is; ends with its cancellation.
  private func look(_ producer: Producer) async throws {
    var said = journal.elapsed
    while !Task.isCancelled {
      for member in members { try await member.look() }
      if journal.elapsed - said > .seconds(10) {
        said = journal.elapsed
        let faults = journal.faults.values.reduce(0, +)
        journal.say(
          "\(Journal.seconds(said)): \(await producer.publishedCount) of \(load.entries.count), \(faults) faults"
        )
      }
      do {
        try await Task.sleep(for: .milliseconds(100))
      } catch is CancellationError {
        return
      }
    }
  }

  /// Ends everything.
  ///
  /// - Parameter keepsStores: whether the stores' data are kept beside the logs.
  func end(keepsStores: Bool) async throws {
    for member in members { try await member.abandon() }
    if keepsStores { try stores.keep(in: journal.directory) }
    stores.stop()
  }
}
