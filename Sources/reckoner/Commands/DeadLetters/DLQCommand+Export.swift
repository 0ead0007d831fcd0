import ArgumentParser
import Documents
import EventModel
import FleetCommands
import Streams
import Telemetry

extension DLQCommand {
  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes letters as newline-delimited JSON, with every field of their entries.",
      discussion: """
        Examples:
          reckoner dlq export > letters.ndjson
          reckoner dlq export --reason too_large --output letters.ndjson

        A field is {"name": ..., "value": ...}; where its bytes are no UTF-8, {"name_base64": ..., "value_base64": ...}.
        A file appears under its name when it is complete.
        """
    )

    @OptionGroup var letters: LetterFilterOptions

    @Option(help: ArgumentHelp("Write to this file instead of standard output.", valueName: "file"))
    var output: String?

    func run() async throws {
      let filter = try letters.filter()
      try await OperatorSession.run { session in
        try await DLQCommand.walk(filter, in: session) { walk, redis in
          var walk = walk
          var writer = try LineWriter(path: output)
          var count = 0
          while let page = try await walk.next(over: redis) {
            for letter in page {
              try writer.write(JSONWriter.compact(LetterJSON.document(letter, fields: true)))
            }
            count += page.count
          }
          try writer.finish()
          StandardError.writeLine("\(count) letters exported")
        }
      }
    }
  }
}
