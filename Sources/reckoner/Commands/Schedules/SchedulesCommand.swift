import ArgumentParser
import EventModel
import PostgresClient
import Store
import Workers

struct SchedulesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedules",
    abstract: "Shows the timed work, and has it run, pause and go on.",
    discussion: """
      Examples:
        reckoner schedules list
        reckoner schedules list --tenant 6f1d3c3e-0000-4000-8000-000000000001 --json
        reckoner schedules show expiry
        reckoner schedules run expiry
        reckoner schedules pause daily_report --tenant 6f1d3c3e-...

      Without --tenant a name is one of the installation's own. Timed work is done by running learning-schedulers;
      `learning-scheduler --run JOB --at TIME` does a job at once, as of a time.
      """,
    subcommands: [List.self, Show.self, Run.self, Pause.self, Resume.self]
  )

  /// One schedule, as it is named.
  struct KeyOptions: ParsableArguments {
    @Argument(help: "The schedule's name.")
    var name: String

    @Option(help: ArgumentHelp("The tenant whose it is (default: the installation).", valueName: "uuid"))
    var tenant: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
      if let tenant, TenantID(text: tenant) == nil { throw ValidationError("--tenant must be a UUID") }
    }

    var key: ScheduleKey {
      ScheduleKey(tenantID: tenant.flatMap { TenantID(text: $0) } ?? .installation, name: name)
    }

    var missing: Program.Failure {
      let list = tenant.map { "reckoner schedules list --tenant \($0)" } ?? "reckoner schedules list"
      return Program.Failure(.badData, "there is no schedule \(name); `\(list)` shows those that there are")
    }

    /// Changes the schedule and shows it.
    /// - Parameter body: says whether there is such a schedule.
    func change(_ body: (Schedules, Timestamp) async throws -> Bool) async throws {
      try await OperatorSession.run { session in
        let postgres = try session.postgres()
        let schedules = Schedules(postgres: postgres)
        guard try await body(schedules, session.clock.now) else { throw missing }
        try await show(in: schedules)
        await postgres.close()
      }
    }

    /// Shows the schedule as it stands after a change.
    func show(in schedules: Schedules) async throws {
      guard let row = try await schedules.find(key) else { throw missing }
      try SchedulesCommand.show([row], json: json)
    }
  }
}
