import DeliverySimulation
import EventModel
import Testing

/// A simulation that finds nothing proves nothing: each mistake, made on purpose, must be found.
@Suite struct BrokenVariantTests {
  /// Seeds within which a mistake is found.
  private static let seedCount: UInt64 = 500

  /// These need a rare meeting: it is found by trying every order of a small world.
  private static let rare: [BrokenVariant] = [.buryWithoutOwnerCheck, .aloneBesideOthers]

  @Test("caught", arguments: BrokenVariant.allCases.filter { !rare.contains($0) })
  func caught(_ variant: BrokenVariant) throws {
    let failure = try #require(
      RandomExploration(variant).run(0..<Self.seedCount).failure,
      "\(variant): not caught in \(Self.seedCount) runs"
    )
    #expect(!failure.trace.isEmpty)
    // The same seed, with the right shell.
    let (problem, _) = RandomExploration().replay(failure.seed)
    #expect(problem == nil, "seed \(failure.seed) fails without the mistake too")
  }

  /// It takes an entry that heals when it is given up, and a worker that is robbed just then.
  @Test("caught: bury without owner check")
  func buryWithoutOwnerCheck() {
    expectCaught(.buryWithoutOwnerCheck) { .healing(variant: $0) }
  }

  /// It takes an entry that stands alone while another kills the process.
  @Test("caught: handle suspects beside others")
  func aloneBesideOthers() {
    expectCaught(.aloneBesideOthers) { .suspect(variant: $0) }
  }

  private func expectCaught(_ variant: BrokenVariant, in scenario: (BrokenVariant?) -> Scenario) {
    #expect(ExhaustiveExploration(scenario(variant)).run().problem != nil)
    let right = ExhaustiveExploration(scenario(nil)).run()
    #expect(right.problem == nil, "\(right.trace.joined(separator: "\n"))")
    #expect(right.isComplete)
  }
}

extension Scenario {
  /// An entry that fails as often as is tolerated, and two processes of which one is stopped.
  fileprivate static func healing(variant: BrokenVariant?) -> Scenario {
    Scenario(
      events: [.action(0, in: 0, at: 0)],
      publications: [Publication(event: 0, nature: .fails(times: 4))],
      processes: [ProcessPlan([.lane(.events), .redelivery(.events)]), ProcessPlan([.redelivery(.events)])],
      batchSize: 1,
      isPublishedAtOnce: true,
      faults: FaultPlan([.stop], countMax: 1),
      variant: variant
    )
  }

  /// An entry that fails, and one that kills, in one process.
  fileprivate static func suspect(variant: BrokenVariant?) -> Scenario {
    Scenario(
      events: [.action(0, in: 0, at: 0), .reply(1, in: 0, at: 1, .autoReply)],
      publications: [Publication(event: 0, nature: .fails(times: 1)), Publication(event: 1, nature: .kills)],
      processes: [ProcessPlan([.lane(.events), .redelivery(.events), .dueFolder])],
      batchSize: 1,
      isPublishedAtOnce: true,
      variant: variant
    )
  }
}
