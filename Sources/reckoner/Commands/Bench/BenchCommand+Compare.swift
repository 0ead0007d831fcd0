import ArgumentParser
import Benchmark
import FoundationEssentials
import Workers

extension BenchCommand {
  struct Compare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "compare",
      abstract: "What became of each figure from one report to another.",
      discussion: """
        Example:
          reckoner bench compare before.json now.json --tolerance 0.05

        Exit code 1 where a figure got worse by more than the tolerance. Costs are shown and not judged.
        """
    )

    @Argument(help: "The report to compare with.")
    var old: String

    @Argument(help: "The report to judge.")
    var new: String

    @Option(help: ArgumentHelp("The share of the old figure that it may be worse by.", valueName: "share"))
    var tolerance = 0.1

    func validate() throws {
      if !(0...1).contains(tolerance) { throw ValidationError("--tolerance must lie between 0 and 1") }
    }

    func run() async throws {
      try await OperatorSession.run { _ in
        let comparison = Comparison(old: try Self.report(old), new: try Self.report(new))
        for line in BenchText.lines(of: comparison, tolerance: tolerance) { print(line) }
        if !comparison.worse(tolerance: tolerance).isEmpty { throw ExitCode(Program.ExitCode.problemsFound.rawValue) }
      }
    }

    private static func report(_ path: String) throws -> BenchmarkReport {
      guard let data = FileManager.default.contents(atPath: path) else {
        throw Program.Failure(.badData, "\(path) can't be read")
      }
      do {
        return try BenchmarkReport(json: data)
      } catch {
        throw Program.Failure(.badData, "\(path) is no report of `reckoner bench --json`: \(error)")
      }
    }
  }
}
