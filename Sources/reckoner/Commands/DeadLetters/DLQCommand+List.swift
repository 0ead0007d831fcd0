import ArgumentParser
import Documents
import EventModel
import FleetCommands
import Streams

extension DLQCommand {
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists letters, the oldest of each stream first, without their payloads.",
      discussion: """
        Examples:
          reckoner dlq list
          reckoner dlq list --stream deal.stage --tenant 6f1d3c3e-0000-4000-8000-000000000001 --limit 200
          reckoner dlq list --reason event_id_conflict --json
        """
    )

    private static let limits = 1...10_000

    @OptionGroup var letters: LetterFilterOptions

    @Option(help: ArgumentHelp("Letters that are shown at most, 1 to 10000.", valueName: "count"))
    var limit = 50

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
      guard Self.limits.contains(limit) else { throw ValidationError("--limit must be from 1 to 10000") }
    }

    func run() async throws {
      let filter = try letters.filter()
      try await OperatorSession.run { session in
        try await DLQCommand.walk(filter, in: session) { walk, redis in
          var walk = walk
          var shown: [BuriedEntry] = []
          var count = 0
          while let page = try await walk.next(over: redis) {
            count += page.count
            // Without their payloads they are small.
            shown += page.prefix(limit - shown.count)
          }
          if json {
            try Output.json(
              .object(["count": .count(count), "letters": .array(shown.map { LetterJSON.document($0, fields: false) })])
            )
          } else {
            for line in LetterText.table(of: shown, count: count) { print(line) }
          }
        }
      }
    }
  }
}
