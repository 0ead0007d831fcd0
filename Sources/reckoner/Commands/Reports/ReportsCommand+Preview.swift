import Analytics
import ArgumentParser
import EventModel
import PostgresClient
import Reports
import Workers

extension ReportsCommand {
  struct Preview: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the page that would be made at a time; nothing is stored and nobody is told.",
      discussion: """
        Examples:
          reckoner reports preview --as manager --tenant 6f1d3c3e-... > report.html
          reckoner reports preview --as executive --at 2026-03-02T07:00:00Z --tenant 6f1d3c3e-... > report.html
          reckoner reports preview --as manager --team north --json --tenant 6f1d3c3e-...

        Managers read a daily report, of their team or of the tenant; executives a weekly one. It tells of the last whole
        UTC days before the time.
        """
    )

    @OptionGroup var options: TenantOptions

    @Option(name: .customLong("as"), help: "manager or executive.")
    var audience: ReportAudience

    @Option(help: "Of this team of the tenant's setting `teams` (default: the tenant).")
    var team: String?

    @Option(help: ArgumentHelp("As if due at this time: RFC 3339 (default: the clock).", valueName: "time"))
    var at: String?

    func validate() throws {
      try CalibrationScope.check(at, "--at")
      if team != nil, audience == .executive { throw ValidationError("--team is for the manager's report") }
    }

    func run() async throws {
      let tenant = options.tenantID
      try await OperatorSession.run { session in
        let postgres = try session.postgres()
        let dueAt = at.flatMap { Timestamp(rfc3339: $0) } ?? session.clock.now
        let made = try await ReportMaker(postgres: postgres, clock: session.clock)
          .preview(audience.kind, of: tenant, team: team.map { TeamID($0) }, dueAt: dueAt)
        await postgres.close()
        if options.json { return try Output.json(made.report.json) }
        print(made.html, terminator: "")
      }
    }
  }
}
