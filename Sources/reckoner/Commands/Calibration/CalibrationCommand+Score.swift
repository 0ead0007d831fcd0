import ArgumentParser
import Calibration
import Documents
import Telemetry
import Workers

extension CalibrationCommand {
  struct Score: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Scores a file of forecasts, without a fleet.",
      discussion: """
        Examples:
          reckoner calibration score forecasts.csv
          reckoner calibration score forecasts.ndjson --bins 20 --json
          zcat forecasts.csv.gz | reckoner calibration score -

        The file is CSV with a header, with the columns p (stated probability, 0 to 1), y (0, 1, true or false) and
        optionally w (weight) in any order and among others; or newline-delimited JSON: {"p": 0.8, "y": 1, "w": 0.5}.
        A bad row is reported with its number and left out, and the exit code is 65. Any size, in bounded memory: what
        must be sorted goes to a temporary file (TMPDIR, or /tmp). schemas/semantics.md defines every metric.
        """
    )

    @Argument(help: "The file; - is standard input.")
    var file: String

    @Option(help: "Bins of equal width, 2 to 100.")
    var bins = ConfidenceBin.count

    @Flag(help: "Print JSON.")
    var json = false

    /// Bad rows that are reported one by one; the rest is only counted.
    private static let reportedMax = 20

    func validate() throws {
      guard EqualWidthBins.countRange.contains(bins) else { throw ValidationError("--bins must be 2 to 100") }
    }

    func run() async throws {
      try await OperatorSession.run { _ in
        var scoring = ForecastScoring(binCount: bins)
        let badCount = try readFile(into: &scoring)
        let score = try scoring.score()
        if json {
          try Output.json(ForecastScoreJSON.document(score, badCount: badCount))
        } else {
          for line in ForecastScoreText.lines(score) { print(line) }
          if badCount > 0 { print("\(NumberText.count(badCount)) bad rows were left out") }
        }
        if badCount > 0 { throw ExitCode(Program.ExitCode.badData.rawValue) }
      }
    }

    /// - Returns: how many rows are bad.
    private func readFile(into scoring: inout ForecastScoring) throws -> Int {
      var lines = try LineReader(path: file)
      var forecasts = ForecastReader()
      var (number, badCount) = (0, 0)
      while let line = try lines.next() {
        number += 1
        let forecast: CalibrationSample?
        do throws(CalibrationError) {
          forecast = try forecasts.read(line)
        } catch {
          guard error.code == .invalidForecast else {
            throw Program.Failure(.badData, "line \(number): \(error.message)")
          }
          badCount += 1
          report(error, line: number, count: badCount)
          continue
        }
        if let forecast { try scoring.add(forecast) }
      }
      return badCount
    }

    private func report(_ error: CalibrationError, line: Int, count: Int) {
      if count <= Self.reportedMax {
        StandardError.writeLine("line \(line): \(error.message)")
      } else if count == Self.reportedMax + 1 {
        StandardError.writeLine("further bad rows are only counted")
      }
    }
  }
}
