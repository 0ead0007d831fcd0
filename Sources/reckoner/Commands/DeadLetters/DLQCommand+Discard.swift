import ArgumentParser
import Documents
import EventModel
import FleetCommands
import Streams

extension DLQCommand {
  struct Discard: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Takes letters away for good, with the entries that they were made of.",
      discussion: """
        Examples:
          reckoner dlq discard --reason event_id_conflict          say what would be taken away
          reckoner dlq discard --reason event_id_conflict --yes    take it away
          reckoner dlq export --id 1770814718123-0 && reckoner dlq discard --id 1770814718123-0 --yes

        Nothing brings a discarded letter back: export it first. A filter is required.
        """
    )

    @OptionGroup var letters: LetterFilterOptions

    @Flag(help: "Do it; without this flag nothing is changed.")
    var yes = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
      if try letters.filter().isEmpty {
        throw ValidationError("say which letters: --stream, --tenant, --reason or --id")
      }
    }

    func run() async throws {
      let filter = try letters.filter()
      try await OperatorSession.run { session in
        try await DLQCommand.walk(filter, in: session) { walk, redis in
          let store = DeadLetterStore(redis: redis)
          var walk = walk
          var groups = DeadLetterGroups()
          var counts = DiscardTally()
          while let page = try await walk.next(over: redis) {
            for letter in page { groups.add(letter) }
            counts.matched += page.count
            guard yes else { continue }
            for discard in try await store.discard(page) { counts.add(discard) }
          }
          if json {
            try Output.json(LetterJSON.document(counts, groups, isDone: yes))
          } else {
            for line in LetterText.lines(of: counts, groups, isDone: yes) { print(line) }
          }
        }
      }
    }
  }
}
