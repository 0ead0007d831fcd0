import ArgumentParser
import EventModel
import PostgresClient
import RedisClient
import Workers

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Shows what waits, what was done, and how well the agents' confidence holds.",
    discussion: """
      Examples:
        reckoner status                    everything once
        reckoner status --watch            every second until Ctrl-C
        reckoner status --tenant UUID      one tenant, stream by stream
        reckoner status --json             for programs; with --watch one object a second

      A backlog that Redis can't tell is "unknown" (null in JSON), never 0. "says 0.83, happens 0.55" is a confidence bin:
      what the agent stated on average, and how often it came true.
      """
  )

  @Flag(help: "Show it again every second, until Ctrl-C.")
  var watch = false

  @Flag(help: "Print JSON.")
  var json = false

  @Option(help: ArgumentHelp("Only this tenant; shared streams stay in view.", valueName: "uuid"))
  var tenant: String?

  func validate() throws {
    if let tenant, TenantID(text: tenant) == nil { throw ValidationError("--tenant must be a UUID") }
  }

  func run() async throws {
    let tenant = tenant.flatMap { TenantID(text: $0) }
    let form = Form(isJSON: json, listsKeys: tenant != nil)
    try await OperatorSession.run { session in
      let (redis, postgres) = try session.stores()
      let reader = FleetStatusReader(redis: redis, postgres: postgres, tenant: tenant, clock: session.clock)
      if watch {
        try await reader.watch(every: .seconds(1)) { try form.showAgain($0) }
      } else {
        try form.show(await reader.read())
      }
      await redis.close()
      await postgres.close()
    }
  }

  /// How a status is printed.
  private struct Form: Sendable {
    let isJSON: Bool
    let listsKeys: Bool

    /// Prints it once; a store that is away is an error.
    func show(_ status: FleetStatus) throws {
      _ = try status.streams.get()
      _ = try status.records.get()
      if isJSON { return try Output.json(StatusJSON.document(status)) }
      for line in StatusText(status, listsKeys: listsKeys).lines() { print(line) }
    }

    /// Prints it in place of the one before; a store that is away is part of it.
    /// - Returns: whether anybody still reads.
    func showAgain(_ status: FleetStatus) throws -> Bool {
      if case .failure(let error) = status.records, Program.isSchemaMissing(error) { throw error }
      if isJSON {
        try Output.json(StatusJSON.document(status))
        return Screen.flush()
      }
      return Screen(isTerminal: Output.isTerminal).show(StatusText(status, listsKeys: listsKeys).lines())
    }
  }
}
