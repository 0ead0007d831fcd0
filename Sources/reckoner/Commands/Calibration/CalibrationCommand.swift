import ArgumentParser

struct CalibrationCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibration",
    abstract: "Shows whether stated confidences hold.",
    discussion: """
      Examples:
        reckoner calibration score forecasts.csv          how well the forecasts of a file are calibrated
        reckoner calibration score forecasts.csv --json   the same for a program
      """,
    subcommands: [Score.self]
  )
}
