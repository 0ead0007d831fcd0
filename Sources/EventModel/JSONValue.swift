/// A JSON document (RFC 8259), equal to another by value: numbers by their exact decimal value, text by its Unicode
/// scalars, objects without regard to the order of their members, as PostgreSQL's jsonb compares them.
public enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSONValue])
  /// In the order of the text, each name once.
  case object([JSONMember])

  /// The members of an object; `nil` for anything else.
  public var members: [JSONMember]? {
    switch self {
    case .object(let members): members
    case .null, .bool, .number, .string, .array: nil
    }
  }

  /// The value of an object's member; `nil` where it has none of that name, and for anything but an object.
  public subscript(name: String) -> JSONValue? {
    members?.first { $0.name.hasSameScalars(as: name) }?.value
  }
}

/// A name and its value in a JSON object.
public struct JSONMember: Equatable, Sendable {
  public let name: String
  public let value: JSONValue

  public init(_ name: String, _ value: JSONValue) {
    self.name = name
    self.value = value
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.name.hasSameScalars(as: right.name) && left.value == right.value
  }
}

extension JSONValue: Equatable {
  public static func == (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left.hasSameScalars(as: right)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left.inNameOrder == right.inNameOrder
    case (.null, _), (.bool, _), (.number, _), (.string, _), (.array, _), (.object, _): false
    }
  }
}

extension [JSONMember] {
  /// Sorted by the bytes of the names; the order of the canonical form.
  var inNameOrder: [JSONMember] {
    sorted { $0.name.scalarsPrecede($1.name) }
  }
}
