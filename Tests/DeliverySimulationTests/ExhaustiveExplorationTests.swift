import DeliverySimulation
import EventModel
import Testing

/// Small worlds, in every order of their steps. A debug build looks at those of some thousand states, a release build at
/// those of some hundred thousand.
@Suite struct ExhaustiveExplorationTests {
  /// A scenario that is followed to every end.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let scenario: Scenario

    var testDescription: String { name }
  }

  @Test("every order of steps ends well", arguments: small + large)
  func right(_ small: Case) {
    let report = ExhaustiveExploration(small.scenario).run()
    if let problem = report.problem {
      Issue.record("\(problem)\n\(report.trace.joined(separator: "\n"))")
    }
    #expect(report.isComplete)
    #expect(report.stateCount > 100, "a world with so few states tries nothing")
    print("\(small.name): \(report.stateCount) states, \(report.transitionCount) steps, \(report.restCount) ends")
  }

  /// Mistakes that need no fault, in the smallest worlds that show them.
  @Test(
    "every mistake of a fold is found without a fault",
    arguments: [.historyBeforeClaim, .releaseBeforeCommit, .lockedAsAbsent] as [BrokenVariant]
  )
  func broken(_ variant: BrokenVariant) {
    #expect(ExhaustiveExploration(Self.story(.none, batchSize: 1, variant: variant)).run().problem != nil)
  }

  private static let small = [
    Case(name: "two lanes, no fault", scenario: story(.none, batchSize: 2)),
    Case(name: "two lanes, one death anywhere", scenario: story(FaultPlan(.kill, countMax: 1), batchSize: 10)),
    Case(name: "two lanes, one stop anywhere", scenario: story(FaultPlan(.stop, countMax: 1), batchSize: 10)),
    Case(name: "a killer and an innocent", scenario: killer(.none)),
  ]

  #if DEBUG
    private static let large: [Case] = []
  #else
    private static let large = [
      Case(name: "two lanes, entry by entry", scenario: story(.none, batchSize: 1)),
      Case(name: "two lanes, one death, twos", scenario: story(FaultPlan(.kill, countMax: 1), batchSize: 2)),
      Case(name: "two lanes, one fault of any kind", scenario: story(FaultPlan(.all, countMax: 1), batchSize: 10)),
      Case(name: "two lanes, two deaths anywhere", scenario: story(FaultPlan(.kill, countMax: 2), batchSize: 10)),
      Case(name: "a killer, an innocent and one death", scenario: killer(FaultPlan(.kill, countMax: 1))),
    ]
  #endif

  /// Two actions and a reply of one conversation through two lanes, a relay and an aggregator.
  private static func story(_ faults: FaultPlan, batchSize: Int, variant: BrokenVariant? = nil) -> Scenario {
    let takesOver = faults != .none
    return Scenario(
      events: [.action(0, in: 0, at: 0), .action(1, in: 0, at: 1), .reply(2, in: 0, at: 2)],
      publications: [Publication(event: 0), Publication(event: 2), Publication(event: 1)],
      processes: [
        ProcessPlan([.lane(.events), .dueFolder] + (takesOver ? [.redelivery(.events)] : [])),
        ProcessPlan([.lane(.events), .relay]),
        ProcessPlan([.lane(.samples)] + (takesOver ? [.redelivery(.samples), .reconciler] : [])),
      ],
      batchSize: batchSize,
      isPublishedAtOnce: true,
      faults: faults,
      variant: variant
    )
  }

  /// An entry that kills whoever handles it, read together with a sound one.
  private static func killer(_ faults: FaultPlan) -> Scenario {
    Scenario(
      events: [.action(0, in: 0, at: 0), .reply(1, in: 0, at: 1, .autoReply)],
      publications: [Publication(event: 1, nature: .kills), Publication(event: 0)],
      processes: [
        ProcessPlan([.lane(.events), .redelivery(.events), .dueFolder]), ProcessPlan([.redelivery(.events)]),
      ],
      batchSize: 2,
      isPublishedAtOnce: true,
      faults: faults
    )
  }
}
