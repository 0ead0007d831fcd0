import ArgumentParser
import FleetCommands
import Settings
import Streams
import Workers

@main
struct CalibrationAggregatorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibration-aggregator",
    abstract: "Folds calibration samples into the confidence bins of each action type.",
    discussion: """
      Examples:
        calibration-aggregator           work until SIGTERM
        calibration-aggregator --drain   work until nothing is left, then exit 0

      Dead letters:
        calibration-aggregator --replay-dlq --dry-run   say what a replay would do
        calibration-aggregator --replay-dlq             handle them again, then exit

      Start as many as you like, anywhere: a sample is counted once however often it is delivered.
      RECKONER_REDIS_URL and RECKONER_DATABASE_URL say where the stores are.
      """
  )

  @Flag(help: "Work until streams, pending lists and outbox are empty; then exit 0.")
  var drain = false

  @Option(help: ArgumentHelp("Batches in progress at once, 1 to 64 (default: 2).", valueName: "count"))
  var lanes: String?

  @Option(help: ArgumentHelp("Entries of one batch at most, 1 to 10000 (default: 1000).", valueName: "count"))
  var batchSize: String?

  @OptionGroup(title: "Replay of dead letters")
  var replay: ReplayOptions

  func validate() throws {
    try replay.validate(for: .calibrationAggregator)
    if drain, try replay.request() != nil { throw ValidationError("--drain and --replay-dlq exclude each other") }
  }

  func run() async throws {
    let request = try replay.request()
    var flags: [String: String] = [:]
    flags["reckoner.lanes"] = lanes
    flags["reckoner.batch.size"] = batchSize
    let code = await FleetProgram.run("calibration-aggregator", flags: flags) { [drain] context in
      guard let request else { return try await CalibrationAggregator(context: context).run(drains: drain) }
      try await request.run(by: .calibrationAggregator, in: context)
    }
    throw ExitCode(code.rawValue)
  }
}
