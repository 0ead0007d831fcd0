import ArgumentParser
import EventModel
import PostgresClient
import RedisClient
import Workers

extension AlertsCommand {
  struct Evaluate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Looks at everything that a tenant's rules watch, once, and says what it found.",
      discussion: """
        Examples:
          reckoner alerts evaluate --tenant 6f1d3c3e-0000-4000-8000-000000000001
          reckoner alerts evaluate --at 2026-03-01T00:00:00Z --json --tenant 6f1d3c3e-...

        Nobody is told of what it opens or ends. A time that was evaluated before, or an earlier one, changes nothing. Exit
        code 1 where a part couldn't be read.
        """
    )

    @Option(help: ArgumentHelp("As of this time: RFC 3339 (default: the clock).", valueName: "time"))
    var at: String?

    @OptionGroup var options: TenantOptions

    func validate() throws {
      try CalibrationScope.check(at, "--at")
    }

    func run() async throws {
      try await OperatorSession.run { session in
        let (redis, postgres) = try session.stores()
        let time = at.flatMap { Timestamp(rfc3339: $0) } ?? session.clock.now
        let report = try await AlertEvaluation(postgres: postgres, redis: redis).run(of: options.tenantID, dueAt: time)
        await redis.close()
        await postgres.close()
        if options.json {
          try Output.json(report.json)
        } else {
          for line in AlertText.lines(of: report) { print(line) }
        }
        if !report.unread.isEmpty { throw ExitCode(Program.ExitCode.problemsFound.rawValue) }
      }
    }
  }
}
