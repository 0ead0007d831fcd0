import ArgumentParser
import EventModel

/// What was told about a day or a week.
struct ReportsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reports",
    abstract: "Lists and shows a tenant's reports, and previews the next one.",
    discussion: """
      Example: reckoner reports preview --as manager --tenant 6f1d3c3e-0000-4000-8000-000000000001 > report.html
      """,
    subcommands: [List.self, Show.self, Preview.self]
  )
}
