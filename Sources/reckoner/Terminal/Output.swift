import EventModel
import FoundationEssentials
import Glibc

/// Facts go to standard output, for people or, as JSON, for programs.
enum Output {
  static func json(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// Whether standard output is a terminal that may be drawn on.
  static var isTerminal: Bool {
    isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Whether standard error is.
  static var isErrorTerminal: Bool {
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }
}

extension Output {
  /// Prints a document that was built member by member.
  static func json(_ value: JSONValue) throws {
    try json(JSONFragment(text: String(decoding: JSONWriter.compact(value), as: UTF8.self)))
  }
}
