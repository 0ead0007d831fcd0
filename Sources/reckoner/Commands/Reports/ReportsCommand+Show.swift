import ArgumentParser
import Documents
import EventModel
import PostgresClient
import Reports
import Store
import Workers

extension ReportsCommand {
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows one stored report: its headline and summary, its page or its JSON.",
      discussion: """
        Examples:
          reckoner reports show 0d5c4f1a-... --tenant 6f1d3c3e-0000-4000-8000-000000000001
          reckoner reports show 0d5c4f1a-... --tenant 6f1d3c3e-... --html > report.html
        """
    )

    @Argument(help: "The report's id, as the list names it.")
    var id: String

    @OptionGroup var options: TenantOptions

    @Flag(help: "Print the page.")
    var html = false

    func validate() throws {
      _ = try reportID()
      if html, options.json { throw ValidationError("--html and --json exclude each other") }
    }

    private func reportID() throws -> ReportID {
      guard let id = ReportID(text: id) else { throw ValidationError("the report's id must be a UUID") }
      return id
    }

    func run() async throws {
      let (tenant, id) = (options.tenantID, try reportID())
      try await OperatorSession.run { session in
        let postgres = try session.postgres()
        let found = try await postgres.send(FindReport(id, of: tenant, for: .everyone)).first
        await postgres.close()
        guard let found else {
          throw Program.Failure(.badData, "this tenant has no report of that id; reckoner reports list names them")
        }
        if html { return print(found.html, terminator: "") }
        let document = try ReportJSON.document(found)
        if options.json { return try Output.json(document) }
        for line in ReportText.lines(of: found.report, document) { print(line) }
      }
    }
  }
}
