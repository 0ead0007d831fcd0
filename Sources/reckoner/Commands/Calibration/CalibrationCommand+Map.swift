import ArgumentParser
import Documents
import EventModel
import Insight
import PostgresClient
import Workers

extension CalibrationCommand {
  struct Map: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Fits a map from raw to calibrated confidence, and shows what it is worth out of sample.",
      discussion: """
        Examples:
          reckoner calibration map --tenant 6f1d3c3e-0000-4000-8000-000000000001
          reckoner calibration map send_email --json --tenant 6f1d3c3e-...             with the map itself

        Nothing is written. The map is that of the confidence before any scaling, fitted to the latest 50,000 matured
        samples. It is for decisions: the agent goes on stating raw confidence times scaling. Where the setting
        calibration_map is true, the scheduler fits it and agents read it; that one is "in force".
        """
    )

    @Argument(help: ArgumentHelp("Only this action type.", valueName: "action type"))
    var actionType: String?

    @OptionGroup var scope: CalibrationScope

    func run() async throws {
      try await OperatorSession.run { session in
        let postgres = try session.postgres()
        let found = try await RecalibrationFit(of: scope.tenantID, in: postgres)
          .run(actionType.map { ActionType($0) }, asOf: scope.now(session))
        await postgres.close()
        if scope.json { return try Output.json(.array(found.map(RecalibrationMapJSON.report))) }
        for line in RecalibrationMapText.lines(of: found) { print(line) }
      }
    }
  }
}
