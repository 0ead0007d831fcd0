import ArgumentParser
import EventModel
import Foundation

@main
struct ChaosCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deploy/chaos",
    abstract: "Breaks a whole fleet again and again while it works, and then proves that nothing of it shows.",
    discussion: """
      Examples:
        deploy/chaos                                  some minutes, another seed each time
        deploy/chaos --short                          about a minute
        deploy/chaos --seed 7 --seconds 600           ten minutes of faults
        deploy/chaos --faults worker-kill,redis-rewind

      Private servers are started, and end with it. What came out is compared with the pure fold of what was published.
      Exit code 1 where anything differs, or a process ended by itself; the logs and the data of that run are kept.
      """
  )

  @Option(help: "Chooses load and faults (default: any).")
  var seed: UInt64?

  @Option(help: ArgumentHelp("How long faults happen (default: 150).", valueName: "count"))
  var seconds: Int?

  @Option(help: ArgumentHelp("Outcome-workers.", valueName: "count"))
  var workers = 4

  @Option(help: ArgumentHelp("Calibration-aggregators.", valueName: "count"))
  var aggregators = 2

  @Option(help: ArgumentHelp("Entries a second.", valueName: "count"))
  var rate = 300

  @Option(
    help: ArgumentHelp("Comma-separated (default: all): \(Self.names(FaultKind.allCases)).", valueName: "kinds"),
    transform: Self.kinds
  )
  var faults = FaultKind.allCases

  @Option(help: ArgumentHelp("When the history begins: RFC 3339 (default: 90 days ago).", valueName: "time"))
  var start: String?

  @Flag(help: "Faults for 30 seconds.")
  var short = false

  @Flag(help: "Keep the logs and the data of a run in which everything held, too.")
  var keep = false

  func validate() throws {
    if seconds.map({ (5...86_400).contains($0) }) == false { throw ValidationError("--seconds: 5 to 86400") }
    if !(1...32).contains(workers) || !(1...32).contains(aggregators) {
      throw ValidationError("--workers and --aggregators: 1 to 32")
    }
    if !(10...5000).contains(rate) { throw ValidationError("--rate: 10 to 5000") }
    if let start, Timestamp(rfc3339: start) == nil { throw ValidationError("--start: a time with an offset") }
  }

  /// - Parameter seed: of this run.
  private func plan(seed: UInt64) -> ChaosPlan {
    let today = Int64(Date().timeIntervalSince1970) / 86_400 * 86_400
    let midnight = Timestamp(microseconds: today * 1_000_000)
    return ChaosPlan(
      seed: seed,
      seconds: seconds ?? (short ? 30 : 150),
      workerCount: workers,
      aggregatorCount: aggregators,
      rate: rate,
      faults: faults,
      start: start.flatMap { Timestamp(rfc3339: $0) } ?? midnight - ChaosPlan.historySpan
    )
  }

  func run() async throws {
    let plan = plan(seed: seed ?? UInt64.random(in: 1...999_999))
    let journal = try Journal()
    journal.say("\(plan.command)\nlogs in \(journal.directory.path)")
    let run = try await ChaosRun.prepare(plan, journal: journal)
    var summary = ""
    do {
      summary = try await run.run()
    } catch {
      journal.find("the run broke off: \(error)")
    }
    if plan.comesToEveryKind {
      let counts = journal.faults
      for kind in plan.faults where counts[kind] == nil { journal.find("\(kind.rawValue) was never injected") }
    }
    let holds = journal.findings.isEmpty
    report(summary, plan, journal)
    try journal.close()
    try await run.end(keepsStores: !holds || keep)
    if holds && !keep { try journal.remove() }
    if !holds { throw ExitCode(1) }
  }

  private func report(_ summary: String, _ plan: ChaosPlan, _ journal: Journal) {
    journal.say(summary)
    let counts = journal.faults
    journal.say("faults: \(counts.values.reduce(0, +))")
    for kind in plan.faults {
      let name = kind.rawValue.padding(toLength: 28, withPad: " ", startingAt: 0)
      journal.say("  \(name) \(counts[kind, default: 0])")
    }
    if journal.findings.isEmpty {
      journal.say("everything holds (seed \(plan.seed))")
    } else {
      for finding in journal.findings { journal.say("WRONG: \(finding)") }
      journal.say("NOT everything holds; logs and data in \(journal.directory.path); again with\n  \(plan.command)")
    }
  }

  private static func names(_ kinds: [FaultKind]) -> String {
    kinds.map(\.rawValue).joined(separator: ", ")
  }

  /// In the order of their declaration, whatever the order they are named in: the seed chooses among them.
  private static func kinds(_ text: String) throws -> [FaultKind] {
    let words = text.split(separator: ",").map(String.init)
    for word in words where FaultKind(rawValue: word) == nil { throw ValidationError("no kind of fault: \(word)") }
    return FaultKind.allCases.filter { words.contains($0.rawValue) }
  }
}
