import TestSupport

/// Many runs, each decided by its seed: what is sent, what goes wrong, and who takes the next step.
public struct RandomExploration: Sendable {
  /// A run that ended badly.
  public struct Failure: Error, Sendable, CustomStringConvertible {
    public let seed: UInt64
    public let problem: String
    /// Every step of the run, in words.
    public let trace: [String]

    public var description: String {
      "seed \(seed): \(problem)\n" + trace.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "\n")
    }
  }

  public struct Report: Sendable {
    public fileprivate(set) var runCount = 0
    public fileprivate(set) var stepCount = 0
    public fileprivate(set) var faultCount = 0
    /// Processes that an entry killed.
    public fileprivate(set) var deathCount = 0
    /// The steps of the longest run.
    public fileprivate(set) var stepCountMax = 0
    /// The first run that ended badly.
    public fileprivate(set) var failure: Failure?
  }

  /// Steps after which a run isn't believed to end.
  private static let stepCountLimit = 20_000

  private let variant: BrokenVariant?

  /// - Parameter variant: the mistake to make; `nil` is the right shell.
  public init(_ variant: BrokenVariant? = nil) {
    self.variant = variant
  }

  /// Runs seeds until one fails.
  public func run(_ seeds: some Sequence<UInt64>) -> Report {
    var report = Report()
    for seed in seeds {
      if let problem = run(seed, noting: nil, in: &report) {
        report.failure = replay(seed, problem)
        break
      }
    }
    return report
  }

  /// Runs one seed again, and tells its steps.
  public func replay(_ seed: UInt64) -> (problem: String?, trace: [String]) {
    var report = Report()
    let trace = Trace()
    let problem = run(seed, noting: trace, in: &report)
    return (problem, trace.lines)
  }

  private func replay(_ seed: UInt64, _ problem: String) -> Failure {
    Failure(seed: seed, problem: problem, trace: replay(seed).trace)
  }

  private final class Trace {
    var lines: [String] = []
  }

  private func run(_ seed: UInt64, noting trace: Trace?, in report: inout Report) -> String? {
    var generator = TestGenerator(seed: seed)
    var world = World(.random(variant: variant, using: &generator))
    let faultBudget = world.faultsLeft
    let faultPercent = generator.pick([2, 5, 12])
    // Some runs take long turns, some change at every step: mistakes hide in both.
    let stayPercent = generator.pick([0, 50, 85])
    var last: Choice?
    var stepCount = 0
    defer {
      report.runCount += 1
      report.stepCount += stepCount
      report.stepCountMax = max(report.stepCountMax, stepCount)
      report.faultCount += faultBudget - world.faultsLeft
      report.deathCount += world.environment.observed.deathCount
    }
    while world.violation == nil {
      var choices: [Choice] = []
      if world.faultsLeft > 0, generator.chance(faultPercent) { choices = world.faults() }
      if choices.isEmpty { choices = world.steps() }
      if choices.isEmpty { break }
      if stepCount == Self.stepCountLimit { return "not at rest after \(stepCount) steps" }
      let choice = pick(among: choices, after: last, stayPercent: stayPercent, using: &generator)
      if let trace { trace.lines.append(world.description(of: choice)) }
      world.perform(choice)
      last = choice
      stepCount += 1
    }
    return Verdict(world: world).problem
  }

  private func pick(
    among choices: [Choice],
    after last: Choice?,
    stayPercent: Int,
    using generator: inout TestGenerator
  ) -> Choice {
    if let last, stayPercent > 0, choices.contains(last), generator.chance(stayPercent) { return last }
    let choice = generator.pick(choices)
    switch choice {
    // Who is stopped or silent is so for long, so that others can get far meanwhile.
    case .wake, .speak: return generator.chance(20) ? choice : generator.pick(choices)
    case .publish, .step, .restart, .endTransactions, .kill, .stop, .silence, .destroyGroup, .forget, .trim:
      return choice
    }
  }
}
