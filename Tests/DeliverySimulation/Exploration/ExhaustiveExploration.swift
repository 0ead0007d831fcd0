/// Every order of steps of a small scenario, with its faults at every point: depth first, each state once.
public struct ExhaustiveExploration: Sendable {
  public struct Report: Sendable {
    public fileprivate(set) var stateCount = 0
    public fileprivate(set) var transitionCount = 0
    /// States in which everything is at rest.
    public fileprivate(set) var restCount = 0
    /// Whether every state was seen.
    public fileprivate(set) var isComplete = true
    /// The first bad end, and the way to it.
    public fileprivate(set) var problem: String?
    public fileprivate(set) var trace: [String] = []
  }

  private struct Frame {
    let world: World
    let choices: [Choice]
    var next = 0
  }

  private let scenario: Scenario
  private let stateCountMax: Int

  /// - Parameter stateCountMax: how many states are looked at before it gives up.
  public init(_ scenario: Scenario, stateCountMax: Int = 5_000_000) {
    self.scenario = scenario
    self.stateCountMax = stateCountMax
  }

  public func run() -> Report {
    var report = Report()
    // States are told apart by 64 bits of their hash: among a million, two that differ are taken for one with a chance
    // of 3 in 100 million.
    var seen: Set<Int> = []
    var path = [frame(World(scenario), in: &report, &seen)].compactMap(\.self)
    while report.problem == nil, let top = path.indices.last {
      guard path[top].next < path[top].choices.count else {
        path.removeLast()
        continue
      }
      if report.stateCount >= stateCountMax {
        report.isComplete = false
        break
      }
      let choice = path[top].choices[path[top].next]
      path[top].next += 1
      var world = path[top].world
      world.perform(choice)
      report.transitionCount += 1
      if let frame = frame(world, in: &report, &seen) { path.append(frame) }
    }
    if report.problem != nil {
      report.trace = path.map { $0.world.description(of: $0.choices[$0.next - 1]) }
    }
    return report
  }

  /// A state that wasn't seen before, with what can follow; `nil` where nothing is to be followed.
  private func frame(_ world: World, in report: inout Report, _ seen: inout Set<Int>) -> Frame? {
    guard seen.insert(world.hashValue).inserted else { return nil }
    report.stateCount += 1
    let steps = world.steps()
    if world.violation != nil || steps.isEmpty {
      report.problem = Verdict(world: world).problem
      report.restCount += 1
      // What is at rest can still be hit, and must come to rest again.
      if report.problem != nil { return nil }
    }
    let choices = steps + world.faults()
    return choices.isEmpty ? nil : Frame(world: world, choices: choices)
  }
}
