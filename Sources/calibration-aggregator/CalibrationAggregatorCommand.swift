import ArgumentParser
import Settings
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

  func run() async throws {
    var flags: [String: String] = [:]
    flags["reckoner.lanes"] = lanes
    flags["reckoner.batch.size"] = batchSize
    let code = await FleetProgram.run("calibration-aggregator", flags: flags) { context in
      try await CalibrationAggregator(context: context).run(drains: drain)
    }
    throw ExitCode(code.rawValue)
  }
}
