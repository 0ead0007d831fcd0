/// Documents that are built member by member: what has no value is null, never left out.
extension JSONValue {
  /// An object with these members; what has no value is null, never left out.
  public static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members.map { JSONMember($0.key, $0.value) })
  }

  /// A whole number; null without one.
  public static func count(_ value: Int64?) -> JSONValue {
    value.map { .number(JSONNumber($0)) } ?? .null
  }

  /// A whole number; null without one.
  public static func count(_ value: Int?) -> JSONValue {
    count(value.map(Int64.init))
  }

  /// A finite number; null without one.
  public static func real(_ value: Double?) -> JSONValue {
    value.map { .number(JSONNumber($0)) } ?? .null
  }

  /// True or false; null without one.
  public static func flag(_ value: Bool?) -> JSONValue {
    value.map(JSONValue.bool) ?? .null
  }

  /// A text; null without one.
  public static func text(_ value: String?) -> JSONValue {
    value.map(JSONValue.string) ?? .null
  }

  /// An instant in RFC 3339, in UTC; null without one.
  public static func time(_ value: Timestamp?) -> JSONValue {
    text(value?.rfc3339)
  }

  /// A span in seconds; null without one.
  public static func seconds(_ value: TimeInterval?) -> JSONValue {
    real(value.map { Double($0.microseconds) / 1e6 })
  }
}
