import EventModel
import Foundation
import Resolution
import Simulation
import Synchronization
import TableOracle
import TestSupport
import Testing
import Workers

@Suite(.timeLimit(.minutes(10))) struct DisorderTests {
  /// Change it to look at other worlds; a failure names it.
  private static let seed: UInt64 = 20_260_211
  private static let orderCount = 50
  /// Later than every window of the world.
  private static let far = TestEvent.start + .days(59)

  @Test("in any order, any batches, duplicated, by any number of workers: the same rows, and those of the reference")
  func disorder() async throws {
    let world = try FleetWorld(seed: Self.seed)
    let expected = StoredState(folding: world.histories, policies: world.policies, now: Self.far)
    #expect(world.events.count > 100 && expected.conversations.count > 10)
    let orders = Orders(count: Self.orderCount)
    let dumps = try await withThrowingTaskGroup(of: [String].self) { group in
      for _ in 0..<7 {
        group.addTask {
          try await TestFleet.with { fleet in
            var dumps: [String] = []
            while let order = orders.next() {
              dumps.append(try await Self.play(world, order: order, on: fleet, expected))
            }
            return dumps
          }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(dumps.count == Self.orderCount)
    #expect(Set(dumps).count == 1, "seed \(Self.seed)")
  }

  /// One order of the world, and what the tables hold in the end.
  private static func play(
    _ world: FleetWorld,
    order: UInt64,
    on fleet: TestFleet,
    _ expected: StoredState
  ) async throws -> String {
    var generator = SeededGenerator(seed: seed &+ order)
    try await fleet.clear()
    let events = (world.events + world.events.filter { _ in generator.chance(20) }).shuffled(using: &generator)
    let split = Int(generator.next() % UInt64(events.count))
    let settingsFirst = generator.chance(50)
    let flags = [
      "reckoner.batch.size": "\(generator.pick([1, 7, 40, 1000]))", "reckoner.lanes": "\(generator.pick([1, 2]))",
    ]
    let workerCount = [1, 2, 4][Int(order % 3)]
    // The tenant's own stage names must be known before its events are.
    if settingsFirst { try await fleet.set(world.settings) }
    try await fleet.publish(events[..<split])
    try await withThrowingTaskGroup { group in
      group.addTask { try await fleet.drainWorkers(workerCount, flags) }
      group.addTask { [generator] in
        try await interfere(world, late: Array(events[split...]), settingsFirst: settingsFirst, fleet, generator)
      }
      try await group.waitForAll()
    }
    try await fleet.drainWorkers(1, flags)
    try await fleet.sweep(asOf: far)
    try await fleet.drainAggregators(generator.pick([1, 2]), flags)
    let stored = try await StoredState(in: fleet.postgres)
    for key in stored.differences(from: expected).prefix(3) {
      Issue.record(
        "seed \(seed), order \(order), \(key): \(String(describing: stored.conversations[key])) is not \(String(describing: expected.conversations[key]))"
      )
    }
    let report = try await fleet.verify()
    #expect(report.found == [:], "seed \(seed), order \(order)")
    #expect(report.overdueOutcomes == 0 && report.dueConversations == 0 && report.samplesOnTheirWay == 0)
    return try await fleet.dump()
  }

  /// What happens while the workers work: the rest of the events, labels, windows that close too early.
  private static func interfere(
    _ world: FleetWorld,
    late: [TestEvent],
    settingsFirst: Bool,
    _ fleet: TestFleet,
    _ initial: SeededGenerator
  ) async throws {
    var generator = initial
    var late = late[...]
    var labels = world.labels.shuffled(using: &generator)[...]
    while !late.isEmpty || !labels.isEmpty {
      let count = generator.pick([1, 5, 30])
      try await fleet.publish(late.prefix(count))
      late = late.dropFirst(count)
      let acts = labels.prefix(generator.pick([0, 2, 10]))
      if !acts.isEmpty { try await fleet.execute(acts.map(\.sql).joined()) }
      labels = labels.dropFirst(acts.count)
      if generator.chance(15) {
        try await fleet.sweep(asOf: TestEvent.start + .hours(12 * generator.pick([1, 3, 9, 30])))
      }
    }
    if !settingsFirst { try await fleet.set(world.settings) }
  }
}

/// Hands out the numbers of the orders.
private final class Orders: Sendable {
  private let left: Mutex<[UInt64]>

  init(count: Int) {
    left = Mutex((0..<UInt64(count)).reversed())
  }

  func next() -> UInt64? { left.withLock { $0.popLast() } }
}
