import EventModel

/// JSON text inside of a larger JSON output.
struct JSONFragment: Encodable {
  let text: String

  func encode(to encoder: any Encoder) throws {
    try Node(value: try JSONParser.parse(Array(text.utf8))).encode(to: encoder)
  }

  private struct Node: Encodable {
    let value: JSONValue

    func encode(to encoder: any Encoder) throws {
      switch value {
      case .array(let elements):
        var container = encoder.unkeyedContainer()
        for element in elements { try container.encode(Node(value: element)) }
      case .object(let members):
        var container = encoder.container(keyedBy: Name.self)
        for member in members { try container.encode(Node(value: member.value), forKey: Name(member.name)) }
      case .null, .bool, .number, .string:
        var container = encoder.singleValueContainer()
        try encodeScalar(to: &container)
      }
    }

    private func encodeScalar(to container: inout any SingleValueEncodingContainer) throws {
      switch value {
      case .bool(let flag): try container.encode(flag)
      case .number(let number): try container.encode(number.double)
      case .string(let text): try container.encode(text)
      case .null, .array, .object: try container.encodeNil()
      }
    }
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) {
      stringValue = name
    }

    init?(stringValue: String) {
      self.stringValue = stringValue
    }

    init?(intValue: Int) {
      return nil
    }
  }
}
