import Analytics
import ArgumentParser
import Documents
import EventModel
import PostgresClient
import Reports
import SettingModel
import Store
import Workers

extension ReportsCommand {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the stored reports, the latest first.",
      discussion: """
        Examples:
          reckoner reports list --tenant 6f1d3c3e-0000-4000-8000-000000000001
          reckoner reports list --tenant 6f1d3c3e-... --kind weekly --limit 5 --json
        """
    )

    private static let countMax = 1000

    @OptionGroup var options: TenantOptions

    @Option(help: "daily or weekly (default: both).")
    var kind: ReportKind?

    @Option(help: "How many at most, 1 to \(countMax).")
    var limit = 50

    func validate() throws {
      guard (1...Self.countMax).contains(limit) else { throw ValidationError("--limit must be 1 to \(Self.countMax)") }
    }

    func run() async throws {
      let tenant = options.tenantID
      try await OperatorSession.run { session in
        let postgres = try session.postgres()
        let rows = try await postgres.send(PageReports(of: tenant, for: .everyone, kind: kind, countMax: limit))
        await postgres.close()
        if options.json { return try Output.json(.object(["reports": .array(rows.map(ReportJSON.row))])) }
        if rows.isEmpty { return print("no report is stored") }
        var table = Table([.left("report"), .left("due"), .right("revision"), .left("title")])
        for row in rows {
          table.add([
            row.id.description, "\(row.clock.text(row.dueAt)) \(row.clock.timeZone.text)", String(row.revision),
            SafeText.safe(row.title),
          ])
        }
        for line in table.lines() { print(line) }
      }
    }
  }
}
