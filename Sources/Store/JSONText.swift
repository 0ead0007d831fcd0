import EventModel

/// JSON as the text that PostgreSQL takes.
enum JSONText {
  static func compact(_ value: JSONValue) -> String {
    String(decoding: JSONWriter.compact(value), as: UTF8.self)
  }
}
