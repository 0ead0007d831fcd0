import ArgumentParser

/// Who had which part in what was won and lost.
struct AttributionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attribution",
    abstract: "Shares conversions among the actions that led to them.",
    discussion: """
      Examples:
        reckoner attribution score paths.ndjson --model markov
        reckoner attribution score paths.ndjson --model all
        reckoner attribution summary --tenant 6f1d3c3e-... --by rep
        reckoner attribution fit --tenant 6f1d3c3e-...
      """,
    subcommands: [Score.self, Summary.self, Outcome.self, Fit.self]
  )
}
