import ArgumentParser
import Settings
import Workers

@main
struct OutcomeWorkerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outcome-worker",
    abstract: "Turns events into outcomes: records them, resolves them, and publishes their calibration samples.",
    discussion: """
      Examples:
        outcome-worker                          work until SIGTERM
        outcome-worker --lanes 4                four batches at once
        outcome-worker --drain                  work until nothing is left, then exit 0
        outcome-worker --roles ingest,resolve   leave publishing and windows to other processes

      Start as many as you like, anywhere: they share the work by themselves.
      RECKONER_REDIS_URL and RECKONER_DATABASE_URL say where the stores are.
      """
  )

  @Flag(help: "Work until streams, pending lists, due conversations and outbox are empty; then exit 0.")
  var drain = false

  @Option(help: ArgumentHelp("Batches in progress at once, 1 to 64 (default: 2).", valueName: "count"))
  var lanes: String?

  @Option(help: ArgumentHelp("Entries of one batch at most, 1 to 10000 (default: 1000).", valueName: "count"))
  var batchSize: String?

  @Option(help: ArgumentHelp("What this process does: ingest,resolve,relay,sweep (default: all).", valueName: "list"))
  var roles: String?

  func run() async throws {
    var flags: [String: String] = [:]
    flags["reckoner.lanes"] = lanes
    flags["reckoner.batch.size"] = batchSize
    flags["reckoner.roles"] = roles
    let code = await FleetProgram.run("outcome-worker", flags: flags) { context in
      try await OutcomeWorker(context: context).run(drains: drain)
    }
    throw ExitCode(code.rawValue)
  }
}
