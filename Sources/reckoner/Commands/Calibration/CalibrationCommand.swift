import ArgumentParser

struct CalibrationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibration",
    abstract: "Shows whether stated confidences hold, and decides how they are corrected.",
    discussion: """
      Examples:
        reckoner calibration show --tenant 6f1d3c3e-...                   what is in force, and what waits for a person
        reckoner calibration report --tenant 6f1d3c3e-...                 every metric, the curve, the verdict
        reckoner calibration history send_email --tenant 6f1d3c3e-...     how it came about
        reckoner calibration approve send_email --tenant 6f1d3c3e-...     put the proposed correction in force
        reckoner calibration rehearse send_email --tenant 6f1d3c3e-...    what settings would have done on the past
        reckoner calibration score forecasts.csv                          how well the forecasts of a file are calibrated
      """,
    subcommands: [
      Report.self, Trend.self, Drift.self, Answers.self, Map.self, Show.self, History.self, Rehearse.self, Approve.self,
      Reject.self, Rollback.self, Freeze.self, Release.self,
      Score.self,
    ]
  )
}
