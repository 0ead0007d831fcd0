import ArgumentParser

/// What goes along with success.
struct CoachingCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coaching",
    abstract: "Finds what goes along with success and failure in a tenant's outcomes.",
    discussion: "Example: reckoner coaching patterns --tenant 6f1d3c3e-0000-4000-8000-000000000001 --days 90",
    subcommands: [Patterns.self]
  )
}
