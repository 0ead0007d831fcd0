/// A name and a value; both any bytes. Names may repeat within an entry.
public struct RedisField: Hashable, Sendable {
  public let name: [UInt8]
  public let value: [UInt8]

  public init(name: [UInt8], value: [UInt8]) {
    self.name = name
    self.value = value
  }

  /// A field of text.
  public init(_ name: String, _ value: String) {
    self.init(name: Array(name.utf8), value: Array(value.utf8))
  }
}

/// An entry of a stream.
public struct RedisStreamEntry: Hashable, Sendable {
  public let id: RedisStreamID
  /// In the producer's order; `nil` if the entry is pending but was deleted or trimmed from the stream.
  public let fields: [RedisField]?

  public init(id: RedisStreamID, fields: [RedisField]?) {
    self.id = id
    self.fields = fields
  }

  /// The value of the first field of this name.
  public subscript(name: String) -> [UInt8]? {
    fields?.first { $0.name.elementsEqual(name.utf8) }?.value
  }
}
