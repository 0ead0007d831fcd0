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
      """,
    subcommands: [Score.self]
  )
}
