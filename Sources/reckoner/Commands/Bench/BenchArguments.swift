import ArgumentParser
import Benchmark

/// The flags that all cases share.
struct BenchArguments: ParsableArguments {
  private static let eventCounts = 1...100_000_000
  private static let repeatCounts = 1...100

  @Option(help: ArgumentHelp("Events of a run (default: each case's own).", valueName: "count"))
  var events: Int?

  @Option(help: "Tells one load from another.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("How often each figure is measured.", valueName: "count"))
  var repeats = 3

  @Option(help: ArgumentHelp("Events of a run before, which isn't counted; 0 for none.", valueName: "count"))
  var warmUp = 20_000

  @Option(help: ArgumentHelp("Processes of outcome-worker.", valueName: "count"))
  var workers = 1

  @Option(help: ArgumentHelp("Transactions in progress at once in each (default: the worker's).", valueName: "count"))
  var lanes: Int?

  @Option(help: ArgumentHelp("Entries that a worker reads at once, about (default: the worker's).", valueName: "count"))
  var batchSize: Int?

  @Flag(help: "Tell which statements took PostgreSQL's time in each run of a backlog, on standard error.")
  var statements = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if let events, !Self.eventCounts.contains(events) { throw ValidationError("--events must be 1 or more") }
    if !Self.repeatCounts.contains(repeats) { throw ValidationError("--repeats must be from 1 to 100") }
    if warmUp != 0, !Self.eventCounts.contains(warmUp) { throw ValidationError("--warm-up must be 0 or more") }
    if !(1...64).contains(workers) { throw ValidationError("--workers must be from 1 to 64") }
    if let lanes, !(1...64).contains(lanes) { throw ValidationError("--lanes must be from 1 to 64") }
    if let batchSize, !(1...10_000).contains(batchSize) {
      throw ValidationError("--batch-size must be from 1 to 10000")
    }
  }

  /// - Parameter eventCount: of a run, where no flag says it.
  func options(eventCount: Int) -> BenchmarkOptions {
    BenchmarkOptions(
      eventCount: events ?? eventCount,
      seed: seed,
      repeatCount: repeats,
      warmUpEventCount: warmUp,
      shape: FleetShape(workerCount: workers, lanes: lanes, batchSize: batchSize),
      showsStatements: statements
    )
  }
}
