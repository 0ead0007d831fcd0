import ArgumentParser
import Attribution
import Telemetry
import Workers

extension AttributionCommand {
  struct Score: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Scores a file of paths under one model, or under all of them side by side.",
      discussion: """
        Examples:
          reckoner attribution score paths.ndjson --model markov --json
          reckoner attribution score paths.ndjson --model time_decay --half-life 3
          zcat paths.ndjson.gz | reckoner attribution score - --model all

        A line is a JSON object:
          {"path": ["send_email", "schedule_meeting"], "converted": true}
        and may have
          value            what each such path is worth, won or lost
          count            how many such paths the line stands for (default: 1)
          times            of the touches, which are then taken in their order:
                           RFC 3339, or seconds since 1970
          conversion_time  touches after it are left out
          milestone        the index in path, from 0, of the touch that
                           w_shaped rewards

        Each path is one credit, shared among its touches. markov and shapley learn from all paths. Lost paths are shared
        the same way, under markov by the effects on losing. "of effects" is what ChannelAttribution multiplies the
        conversions by.

        Needs neither Redis nor PostgreSQL. A bad line is reported with its number and left out, and the exit code is 65.
        """
    )

    @Argument(help: "The file; - is standard input.")
    var file: String

    @OptionGroup var options: ScoringOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
      let scorings = try options.scorings()
      try await OperatorSession.run { _ in
        var reader = try LineReader(path: file)
        var scoring = PathFileScoring(scorings, timesAreRequired: options.model == .timeDecay)
        while let line = try reader.next() {
          if let refusal = scoring.add(line) { StandardError.writeLine(refusal) }
        }
        let result = try scoring.result(leavesOut: options.model == nil)
        if json {
          try Output.json(AttributionJSON.document(result))
        } else {
          for line in AttributionText(result).lines() { print(line) }
        }
        if result.refusedLineCount > 0 { throw ExitCode(Program.ExitCode.badData.rawValue) }
      }
    }
  }
}
