import EventModel

extension JSONMember {
  /// A text, or null.
  static func text(_ name: String, _ text: String?) -> JSONMember {
    JSONMember(name, text.map { .string($0) } ?? .null)
  }

  /// A whole number.
  static func count(_ name: String, _ count: Int64) -> JSONMember {
    JSONMember(name, .number(JSONNumber(count)))
  }

  /// A number, or null.
  static func number(_ name: String, _ value: Double?) -> JSONMember {
    JSONMember(name, value.map { .number(JSONNumber($0)) } ?? .null)
  }
}
