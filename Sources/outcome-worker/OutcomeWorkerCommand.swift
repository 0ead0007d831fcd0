import ArgumentParser
import FleetCommands
import Settings
import Streams
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

      Dead letters:
        outcome-worker --replay-dlq --dry-run                     say what a replay would do
        outcome-worker --replay-dlq --reason invalid_field        handle those again, then exit
        outcome-worker --replay-dlq --stream deal.stage --limit 100 --rate 10

      Start as many as you like, anywhere: they share the work by themselves.
      RECKONER_REDIS_URL and RECKONER_DATABASE_URL say where the stores are.
      """
  )

  @Flag(
    help: "Work until streams, pending lists, due conversations, outbox and roll-up changes are empty; then exit 0."
  )
  var drain = false

  @Option(help: ArgumentHelp("Batches in progress at once, 1 to 64 (default: 2).", valueName: "count"))
  var lanes: String?

  @Option(help: ArgumentHelp("Entries of one batch at most, 1 to 10000 (default: 1000).", valueName: "count"))
  var batchSize: String?

  @Option(
    help: ArgumentHelp("What this process does: ingest,resolve,relay,sweep,rollup (default: all).", valueName: "list")
  )
  var roles: String?

  @OptionGroup(title: "Replay of dead letters")
  var replay: ReplayOptions

  func validate() throws {
    try replay.validate(for: .outcomeWorker)
    if drain, try replay.request() != nil { throw ValidationError("--drain and --replay-dlq exclude each other") }
  }

  func run() async throws {
    let request = try replay.request()
    var flags: [String: String] = [:]
    flags["reckoner.lanes"] = lanes
    flags["reckoner.batch.size"] = batchSize
    flags["reckoner.roles"] = roles
    let code = await FleetProgram.run("outcome-worker", flags: flags) { [drain] context in
      guard let request else { return try await OutcomeWorker(context: context).run(drains: drain) }
      try await request.run(by: .outcomeWorker, in: context)
    }
    throw ExitCode(code.rawValue)
  }
}
