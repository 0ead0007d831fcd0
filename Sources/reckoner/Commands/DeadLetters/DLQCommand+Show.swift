import ArgumentParser
import Documents
import EventModel
import FleetCommands
import Streams
import Workers

extension DLQCommand {
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows a letter: why it was given up, its history, and what to do.",
      discussion: """
        Examples:
          reckoner dlq show 1770814718123-0
          reckoner dlq show 0197c0de-0000-7000-8000-00000000a001 --fields

        The id is that of the letter, of its entry, or of its event. Payloads are shown only with --fields. Exit code 1 where
        no letter has the id.
        """
    )

    /// Letters of one id: one event can have been refused in several streams, and more than once.
    private static let countMax = 100

    @Argument(help: ArgumentHelp("The id of a letter, an entry or an event.", valueName: "id"))
    var letter: String

    @Option(help: ArgumentHelp("Only of this event type, or of this stream by its full key.", valueName: "type or key"))
    var stream: String?

    @Flag(help: "Show the fields of the entry, the payload among them.")
    var fields = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
      _ = try filter()
    }

    private func filter() throws -> DeadLetterFilter {
      guard let identity = DeadLetterFilter.Identity(text: letter) else {
        throw ValidationError(
          "the id must be that of a letter or an entry, such as 1770814718123-0, or the UUID of an event"
        )
      }
      guard let stream else { return DeadLetterFilter(identity: identity) }
      guard let found = DeadLetterFilter.Stream(text: stream) else {
        throw ValidationError("--stream must be an event type or the full key of a stream")
      }
      return DeadLetterFilter(stream: found, identity: identity)
    }

    func run() async throws {
      let filter = try filter()
      try await OperatorSession.run { session in
        try await DLQCommand.walk(filter, in: session) { walk, redis in
          var walk = walk
          var found: [BuriedEntry] = []
          while found.count < Self.countMax, let page = try await walk.next(over: redis) { found += page }
          if json {
            try Output.json(
              .object(["letters": .array(found.map { LetterJSON.document($0, fields: fields) })])
            )
          } else {
            let blocks = found.map { LetterText.lines(of: $0, fields: fields) }
            print(
              blocks.isEmpty ? "no dead letter has this id" : blocks.joined(separator: [""]).joined(separator: "\n")
            )
          }
          if found.isEmpty { throw ExitCode(Program.ExitCode.problemsFound.rawValue) }
        }
      }
    }
  }
}
