import EventModel

extension JSONValue {
  /// An object with these members; what has no value is null, never left out.
  static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members.map { JSONMember($0.key, $0.value) })
  }

  static func count(_ value: Int64?) -> JSONValue {
    value.map { .number(JSONNumber($0)) } ?? .null
  }

  static func count(_ value: Int?) -> JSONValue {
    count(value.map(Int64.init))
  }

  static func real(_ value: Double?) -> JSONValue {
    value.map { .number(JSONNumber($0)) } ?? .null
  }

  static func flag(_ value: Bool?) -> JSONValue {
    value.map(JSONValue.bool) ?? .null
  }

  static func text(_ value: String?) -> JSONValue {
    value.map(JSONValue.string) ?? .null
  }

  static func time(_ value: Timestamp?) -> JSONValue {
    text(value?.rfc3339)
  }

  static func seconds(_ value: TimeInterval?) -> JSONValue {
    real(value.map { Double($0.microseconds) / 1e6 })
  }
}

extension Output {
  /// Prints a document that was built member by member.
  static func json(_ value: JSONValue) throws {
    try json(JSONFragment(text: String(decoding: JSONWriter.compact(value), as: UTF8.self)))
  }
}
