import DeliverySimulation
import Foundation
import Testing

/// Random histories, fleets and faults; a failure names its seed and tells every step.
@Suite struct RandomExplorationTests {
  #if DEBUG
    private static let seedCount: UInt64 = 300
  #else
    private static let seedCount: UInt64 = 20_000
  #endif
  private static let partCount: UInt64 = 4

  @Test("whatever fails, every event is applied or buried once, and everything comes to rest", arguments: 0..<partCount)
  func right(part: UInt64) {
    let report = RandomExploration().run(part * Self.seedCount..<(part + 1) * Self.seedCount)
    if let failure = report.failure { Issue.record(failure) }
    #expect(report.runCount == Int(Self.seedCount))
    #expect(report.faultCount > report.runCount / 2, "most runs have a fault")
    #expect(report.deathCount > report.runCount / 10, "many have an entry that kills")
  }

  @Test("a seed always tells the same story")
  func determinism() {
    for seed in UInt64(0)..<20 {
      #expect(RandomExploration().replay(seed).trace == RandomExploration().replay(seed).trace)
    }
  }

  /// `SIMULATION_SEEDS=100000 swift test -c release --filter DeliverySimulationTests` looks further.
  @Test("more seeds, as many as asked for", .enabled(if: Environment.number("SIMULATION_SEEDS") != nil))
  func more() throws {
    let count = try #require(Environment.number("SIMULATION_SEEDS"))
    let clock = ContinuousClock()
    var report: RandomExploration.Report?
    let time = clock.measure { report = RandomExploration().run(0..<count) }
    let result = try #require(report)
    if let failure = result.failure { Issue.record(failure) }
    print("\(result.runCount) runs, \(result.stepCount) steps, \(result.faultCount) faults in \(time)")
  }

  /// `SIMULATION_SEED=4711 swift test --filter DeliverySimulationTests` tells one run; with
  /// `SIMULATION_VARIANT="forget the revision"` that of a broken shell.
  @Test("one seed again", .enabled(if: Environment.number("SIMULATION_SEED") != nil))
  func replay() throws {
    let seed = try #require(Environment.number("SIMULATION_SEED"))
    let (problem, trace) = RandomExploration(Environment.variant).replay(seed)
    for (number, line) in trace.enumerated() { print("\(number + 1). \(line)") }
    if let problem { Issue.record("seed \(seed): \(problem)") }
  }
}

/// What a person asks for.
private enum Environment {
  static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }

  static var variant: BrokenVariant? {
    ProcessInfo.processInfo.environment["SIMULATION_VARIANT"].flatMap(BrokenVariant.init(rawValue:))
  }
}
