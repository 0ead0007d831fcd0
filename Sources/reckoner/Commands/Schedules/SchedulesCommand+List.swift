import ArgumentParser
import Documents
import EventModel
import PostgresClient
import Store
import Workers

extension SchedulesCommand {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists schedules with their next and their last run.",
      discussion: """
        Examples:
          reckoner schedules list                   those of the installation
          reckoner schedules list --tenant T        those of one tenant
          reckoner schedules list --all --json      all there are
        """
    )

    @Option(help: ArgumentHelp("The tenant whose they are (default: the installation).", valueName: "uuid"))
    var tenant: String?

    @Flag(help: "Those of the installation and of every tenant.")
    var all = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
      if let tenant, TenantID(text: tenant) == nil { throw ValidationError("--tenant must be a UUID") }
      if all && tenant != nil { throw ValidationError("--all and --tenant exclude each other") }
    }

    func run() async throws {
      let owner = all ? nil : tenant.flatMap { TenantID(text: $0) } ?? .installation
      try await OperatorSession.run { session in
        let postgres = try session.postgres()
        var rows: [ScheduleRow] = []
        try await Schedules(postgres: postgres).list(of: owner) { rows += $0 }
        await postgres.close()
        try SchedulesCommand.show(rows, json: json)
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows the latest runs of a schedule, with what they found.",
      discussion: "Example: reckoner schedules show deal_signals --limit 100"
    )

    @OptionGroup var options: KeyOptions

    @Option(help: ArgumentHelp("Runs that are shown at most, 1 to 1000.", valueName: "count"))
    var limit = 20

    func validate() throws {
      guard (1...1000).contains(limit) else { throw ValidationError("--limit must be from 1 to 1000") }
    }

    func run() async throws {
      try await OperatorSession.run { session in
        let postgres = try session.postgres()
        let schedules = Schedules(postgres: postgres)
        guard let row = try await schedules.find(options.key) else { throw options.missing }
        let runs = try await schedules.runs(of: options.key, countMax: limit)
        await postgres.close()
        if options.json {
          let document: JSONValue = .object([
            JSONMember("schedule", ScheduleJSON.document(row)),
            JSONMember("runs", .array(runs.map(ScheduleJSON.document))),
          ])
          return try Output.json(document)
        }
        for line in ScheduleText.table(of: [row]) + [""] + ScheduleText.table(of: runs) { print(line) }
      }
    }
  }

  static func show(_ rows: [ScheduleRow], json: Bool) throws {
    if json { return try Output.json(.array(rows.map(ScheduleJSON.document))) }
    for line in ScheduleText.table(of: rows) { print(line) }
  }
}
