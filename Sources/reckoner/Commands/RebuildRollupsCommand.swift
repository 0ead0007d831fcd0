import ArgumentParser
import EventModel
import PostgresClient
import Workers

struct RebuildRollupsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild-rollups",
    abstract: "Counts outcomes, actions and conversions anew into the daily tables.",
    discussion: """
      Examples:
        reckoner rebuild-rollups --compare    only look: exit code 1 where a figure is not what the count says
        reckoner rebuild-rollups              write every row anew; changes wait to be folded meanwhile
        reckoner rebuild-rollups --tenant T   the same for one tenant
      """
  )

  @Flag(help: "Only compare with the roll-ups as they are.")
  var compare = false

  @Option(help: ArgumentHelp("Only this tenant's.", valueName: "uuid"))
  var tenant: String?

  @Flag(help: "Print JSON.")
  var json = false

  private struct Report: Encodable {
    let rows: Int
    let differences: Int
    let examples: [String]
    let written: Bool
  }

  func validate() throws {
    if let tenant, TenantID(text: tenant) == nil { throw ValidationError("--tenant must be a UUID") }
  }

  func run() async throws {
    try await OperatorSession.run { session in
      let postgres = try session.postgres()
      let rebuild = RollupRebuild(of: tenant.flatMap { TenantID(text: $0) }, postgres: postgres)
      let report = compare ? try await rebuild.compare() : try await rebuild.rebuild()
      await postgres.close()
      if json {
        try Output.json(
          Report(
            rows: report.rowCount,
            differences: report.differenceCount,
            examples: report.examples,
            written: !compare
          )
        )
      } else {
        for example in report.examples { print("differs: \(example)") }
        print("\(report.rowCount) rows, \(report.differenceCount) differences")
        if !compare { print("the roll-ups were rebuilt") }
      }
      if compare && report.differenceCount > 0 { throw ExitCode(Program.ExitCode.problemsFound.rawValue) }
    }
  }
}
