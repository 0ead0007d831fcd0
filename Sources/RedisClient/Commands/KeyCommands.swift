/// `DEL`: the number of keys that existed.
public struct KeyDelete: RedisCommand {
  private let keys: [String]

  /// - Parameter keys: not empty.
  public init(keys: [String]) {
    precondition(!keys.isEmpty, "DEL needs a key")
    self.keys = keys
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("DEL")
    for key in keys { encoder.append(key) }
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Int {
    Int(try reply.integer())
  }
}

/// `EXISTS`: how many of the keys exist; a key that is named twice counts twice.
public struct KeyExists: RedisCommand {
  private let keys: [String]

  /// - Parameter keys: not empty.
  public init(keys: [String]) {
    precondition(!keys.isEmpty, "EXISTS needs a key")
    self.keys = keys
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("EXISTS")
    for key in keys { encoder.append(key) }
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Int {
    Int(try reply.integer())
  }
}

/// `TYPE`: such as `stream` or `string`; `none` if the key doesn't exist.
public struct KeyType: RedisCommand {
  private let key: String

  public init(key: String) {
    self.key = key
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("TYPE")
    encoder.append(key)
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> String {
    try reply.text()
  }
}

/// `SCAN`: one step of a walk over the keys. A step may return none though the walk isn't over, and a key may come twice.
public struct Scan: RedisCommand {
  public struct Page: Hashable, Sendable {
    /// Where the next step begins; 0 when the walk is over.
    public let cursor: UInt64
    public let keys: [String]
  }

  private let cursor: UInt64
  private let pattern: String?
  private let count: Int?
  private let type: String?

  /// - Parameters:
  ///   - cursor: 0, and then that of the page before.
  ///   - pattern: a glob; `nil` matches every key.
  ///   - count: about how many keys to look at; Redis's own default is 10.
  ///   - type: such as `stream`; `nil` returns every type.
  public init(cursor: UInt64 = 0, pattern: String? = nil, count: Int? = nil, type: String? = nil) {
    self.cursor = cursor
    self.pattern = pattern
    self.count = count
    self.type = type
  }

  public func encode(into encoder: inout RedisCommandEncoder) {
    encoder.append("SCAN")
    encoder.append(cursor)
    if let pattern {
      encoder.append("MATCH")
      encoder.append(pattern)
    }
    if let count {
      encoder.append("COUNT")
      encoder.append(count)
    }
    if let type {
      encoder.append("TYPE")
      encoder.append(type)
    }
  }

  public static func decode(_ reply: RedisReply) throws(RedisError) -> Page {
    let parts = try reply.elements(atLeast: 2)
    guard let cursor = UInt64(try parts[0].text()) else { throw parts[0].mismatch(expected: "a cursor") }
    return Page(cursor: cursor, keys: try parts[1].elements().decoded { key throws(RedisError) in try key.text() })
  }
}
