import ArgumentParser
import Delivery
import Documents
import EventModel
import FleetCommands
import RedisClient
import Streams

extension DLQCommand {
  struct Groups: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Counts letters by cause, with a likely remedy for each.",
      discussion: """
        Examples:
          reckoner dlq groups
          reckoner dlq groups --tenant 6f1d3c3e-0000-4000-8000-000000000001 --json

        Letters with one fingerprint have one cause: the same reason, event type and field.
        """
    )

    @OptionGroup var letters: LetterFilterOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
      let filter = try letters.filter()
      try await OperatorSession.run { session in
        try await DLQCommand.walk(filter, in: session) { walk, redis in
          var walk = walk
          var groups = DeadLetterGroups()
          while let page = try await walk.next(over: redis) {
            for letter in page { groups.add(letter) }
          }
          if json {
            try Output.json(LetterJSON.document(groups))
          } else {
            for line in LetterText.lines(of: groups) { print(line) }
          }
        }
      }
    }
  }
}
