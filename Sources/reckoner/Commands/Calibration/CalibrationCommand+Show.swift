import ArgumentParser
import Documents
import EventModel
import Insight
import PostgresClient
import Workers

extension CalibrationCommand {
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows what is in force for each action type, and what waits for a person.",
      discussion: """
        Examples:
          reckoner calibration show --tenant 6f1d3c3e-0000-4000-8000-000000000001
          reckoner calibration show send_email --tenant 6f1d3c3e-... --json
        """
    )

    @Argument(help: ArgumentHelp("Only this action type.", valueName: "action type"))
    var actionType: String?

    @OptionGroup var options: TenantOptions

    func run() async throws {
      try await OperatorSession.run { session in
        let postgres = try session.postgres()
        let standings = try await CalibrationReader(postgres: postgres)
          .standings(of: options.tenantID, actionType: actionType.map { ActionType($0) })
        await postgres.close()
        if options.json { return try Output.json(.array(standings.map(CalibrationJSON.standing))) }
        for line in CalibrationText.lines(of: standings) { print(line) }
      }
    }
  }

  struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the changes of corrections, the newest first, with their reasons.",
      discussion: """
        Examples:
          reckoner calibration history --tenant 6f1d3c3e-0000-4000-8000-000000000001
          reckoner calibration history send_email --limit 5 --json --tenant 6f1d3c3e-...   with the evidence, bin by bin
        """
    )

    @Argument(help: ArgumentHelp("Only this action type.", valueName: "action type"))
    var actionType: String?

    @OptionGroup var options: TenantOptions

    @Option(help: "How many at most.")
    var limit = 50

    func validate() throws {
      if limit < 1 { throw ValidationError("--limit must be 1 or above") }
    }

    func run() async throws {
      try await OperatorSession.run { session in
        let postgres = try session.postgres()
        let rows = try await CalibrationReader(postgres: postgres)
          .history(of: options.tenantID, actionType: actionType.map { ActionType($0) }, countMax: limit)
        await postgres.close()
        if options.json { return try Output.json(.array(rows.map(CalibrationJSON.adjustment))) }
        for line in CalibrationText.lines(of: rows) { print(line) }
      }
    }
  }
}
