import EventModel

enum JSONText {
  static func compact(_ value: JSONValue) -> String { String(decoding: JSONWriter.compact(value), as: UTF8.self) }
}
