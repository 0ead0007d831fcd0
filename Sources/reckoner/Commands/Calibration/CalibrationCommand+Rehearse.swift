import ArgumentParser
import Calibration
import EventModel
import Insight
import PostgresClient
import SettingModel
import Workers

extension CalibrationCommand {
  struct Rehearse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Plays what settings would have done on the recorded past of an action type.",
      discussion: """
        Examples:
          reckoner calibration rehearse advance_stage --tenant 6f1d3c3e-...
          reckoner calibration rehearse advance_stage --set calibration_gap_threshold=0.05 --tenant 6f1d3c3e-...

        The tenant's settings are in force from the beginning, those of --set in their place. Nothing is written. What an
        agent would have said follows from what it said; whether an action came true is taken as it was.
        """
    )

    @OptionGroup var subject: CalibrationSubject

    @Option(
      name: .customLong("set"),
      parsing: .singleValue,
      help: ArgumentHelp("A setting to try, as key=value; can be given several times.", valueName: "key=value")
    )
    var settings: [String] = []

    @Option(
      help: ArgumentHelp("The time up to which the past is played: RFC 3339 (default: the clock).", valueName: "time")
    )
    var at: String?

    func validate() throws {
      if let at, Timestamp(rfc3339: at) == nil {
        throw ValidationError("--at must be a time with an offset, such as 2026-12-31T00:00:00Z")
      }
      _ = try replaced()
    }

    /// What --set says: JSON text by key. A bare word is taken as text.
    private func replaced() throws -> [String: String] {
      var texts: [String: String] = [:]
      for setting in settings {
        let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, CalibrationSetting(key: parts[0]) != nil else {
          let known = CalibrationSetting.allCases.map(\.key).joined(separator: ", ")
          throw ValidationError("--set takes key=value, with one of the keys \(known)")
        }
        texts[parts[0]] = SettingsCommand.Set.json(parts[1])
      }
      return texts
    }

    func run() async throws {
      let replaced = try replaced()
      let key = subject.key
      try await OperatorSession.run { session in
        let now = at.flatMap { Timestamp(rfc3339: $0) } ?? session.clock.now
        let postgres = try session.postgres()
        let rehearsals = CalibrationRehearsal(postgres: postgres)
        do {
          let policy = try await rehearsals.policy(of: key.tenantID, replacing: replaced)
          let rehearsal = try await rehearsals.run(key, policy: policy, asOf: now)
          await postgres.close()
          if subject.json { return try Output.json(RehearsalJSON.document(rehearsal, of: key, policy: policy)) }
          for line in RehearsalText.lines(of: rehearsal, actionType: key.actionType) { print(line) }
        } catch let error as SettingError {
          throw Program.Failure(.badData, error.description)
        }
      }
    }
  }
}
