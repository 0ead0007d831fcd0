import ArgumentParser
import Documents
import EventModel
import Insight
import PostgresClient
import Workers

extension CalibrationCommand {
  struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Judges what was said against what came true: every metric, over all time or a period.",
      discussion: """
        Examples:
          reckoner calibration report --tenant 6f1d3c3e-0000-4000-8000-000000000001
          reckoner calibration report send_email --from 2026-01-01T00:00:00Z --to 2026-04-01T00:00:00Z --tenant 6f1d3c3e-...

        Only samples whose window has ended count: early answers are the good ones. schemas/semantics.md defines every
        metric.
        """
    )

    @Argument(help: ArgumentHelp("Only this action type.", valueName: "action type"))
    var actionType: String?

    @OptionGroup var period: CalibrationPeriod
    @OptionGroup var scope: CalibrationScope

    func run() async throws {
      try await scope.read { reports, now in
        let samples = period.samples(asOf: now)
        let found = try await reports.reports(on: actionType.map { ActionType($0) }, in: samples)
        if scope.json { return try Output.json(.array(found.map { CalibrationReportJSON.report($0, in: samples) })) }
        for line in CalibrationReportText.lines(of: found) { print(line) }
      }
    }
  }

  struct Trend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows an action type's calibration day by day.",
      discussion: """
        Example: reckoner calibration trend send_email --days 90 --tenant 6f1d3c3e-0000-4000-8000-000000000001

        Days are UTC, by the time of the action, up to today. A day without matured samples has no metrics.
        """
    )

    @Argument(help: ArgumentHelp("The action type, such as send_email.", valueName: "action type"))
    var actionType: String

    @OptionGroup var length: CalibrationDays
    @OptionGroup var scope: CalibrationScope

    func run() async throws {
      try await scope.read { reports, now in
        let days = try await reports.days(
          of: ActionType(actionType),
          endingAt: now,
          dayCount: length.days,
          asOf: now
        )
        if scope.json { return try Output.json(.array(days.map(CalibrationReportJSON.day))) }
        for line in CalibrationReportText.lines(of: days) { print(line) }
      }
    }
  }

  struct Drift: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Says whether the last period's calibration differs from the one before, with its test.",
      discussion: """
        Examples:
          reckoner calibration drift --tenant 6f1d3c3e-0000-4000-8000-000000000001
          reckoner calibration drift send_email --days 90 --tenant 6f1d3c3e-...

        The last period ends one window ago, so that all of its actions are matured.
        """
    )

    @Argument(help: ArgumentHelp("Only this action type.", valueName: "action type"))
    var actionType: String?

    @OptionGroup var length: CalibrationDays
    @OptionGroup var scope: CalibrationScope

    func run() async throws {
      try await scope.read { reports, now in
        let found = try await reports.drifts(
          of: actionType.map { ActionType($0) },
          dayCount: length.days,
          asOf: now
        )
        if scope.json { return try Output.json(.array(found.map(CalibrationReportJSON.drift))) }
        for line in CalibrationReportText.lines(of: found) { print(line) }
      }
    }
  }

  struct Answers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows how long actions wait for an answer: the share answered by 1 h, 24 h, 7 d and 30 d.",
      discussion: """
        Example: reckoner calibration answers --tenant 6f1d3c3e-0000-4000-8000-000000000001

        An action that still waits counts for as long as it was watched, not as unanswered (product-limit method). No
        share is known beyond the longest time that was watched.
        """
    )

    @Argument(help: ArgumentHelp("Only this action type.", valueName: "action type"))
    var actionType: String?

    @OptionGroup var period: CalibrationPeriod
    @OptionGroup var scope: CalibrationScope

    func run() async throws {
      try await scope.read { reports, now in
        let found = try await reports.answers(
          to: actionType.map { ActionType($0) },
          in: period.samples(asOf: now)
        )
        if scope.json { return try Output.json(.array(found.map(CalibrationReportJSON.answers))) }
        for line in CalibrationReportText.lines(of: found) { print(line) }
      }
    }
  }
}

extension CalibrationScope {
  /// Reads from the database of the session.
  fileprivate func read(
    _ body: @Sendable (_ reports: CalibrationReports, _ now: Timestamp) async throws -> Void
  ) async throws {
    try await OperatorSession.run { session in
      let postgres = try session.postgres()
      try await body(CalibrationReports(of: tenantID, in: postgres), now(session))
      await postgres.close()
    }
  }
}
