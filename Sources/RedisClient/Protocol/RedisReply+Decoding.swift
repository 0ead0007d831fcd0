/// Readers of one expected shape. Each throws the server's own error if the reply is one, and otherwise
/// ``RedisError/Code/unexpectedReply`` if the shape differs; the message names the shapes, never the content.
extension RedisReply {
  /// This reply, unless it is an error.
  public func success() throws(RedisError) -> RedisReply {
    if case .error(let error) = self { throw error }
    return self
  }

  public func integer() throws(RedisError) -> Int64 {
    switch self {
    case .integer(let value): return value
    case .string(let bytes):
      guard let value = Int64(String(decoding: bytes, as: UTF8.self)) else { throw mismatch(expected: "an integer") }
      return value
    case .status, .array, .null, .error: throw mismatch(expected: "an integer")
    }
  }

  public func bytes() throws(RedisError) -> [UInt8] {
    switch self {
    case .string(let bytes): return bytes
    case .status(let text): return Array(text.utf8)
    case .integer, .array, .null, .error: throw mismatch(expected: "a string")
    }
  }

  /// The string as text; bytes that aren't UTF-8 are replaced by U+FFFD.
  public func text() throws(RedisError) -> String {
    switch self {
    case .string(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .status(let text): return text
    case .integer, .array, .null, .error: throw mismatch(expected: "a string")
    }
  }

  public func elements() throws(RedisError) -> [RedisReply] {
    switch self {
    case .array(let elements): return elements
    case .string, .status, .integer, .null, .error: throw mismatch(expected: "an array")
    }
  }

  /// An array of exactly `count` elements, or of more if a later server appends some.
  func elements(atLeast count: Int) throws(RedisError) -> [RedisReply] {
    let elements = try elements()
    guard elements.count >= count else { throw mismatch(expected: "an array of \(count) elements") }
    return elements
  }

  /// `nil` for a null reply, and otherwise this reply.
  public var nonNull: RedisReply? { self == .null ? nil : self }

  /// An array of alternating names and values, which is how RESP2 writes a map.
  func map() throws(RedisError) -> [String: RedisReply] {
    let elements = try elements()
    guard elements.count.isMultiple(of: 2) else { throw mismatch(expected: "pairs") }
    var map: [String: RedisReply] = [:]
    for index in stride(from: 0, to: elements.count, by: 2) {
      map[try elements[index].text()] = elements[index + 1]
    }
    return map
  }

  /// Checks that the server said `OK`.
  func expectOK() throws(RedisError) {
    guard case .status("OK") = try success() else { throw mismatch(expected: "OK") }
  }

  /// The error to throw when this reply isn't what was expected.
  func mismatch(expected: String) -> RedisError {
    let found: String
    switch self {
    case .string: found = "a string"
    case .status: found = "a status"
    case .integer: found = "an integer"
    case .array(let elements): found = "an array of \(elements.count) elements"
    case .null: found = "null"
    case .error(let error): return error
    }
    return RedisError(code: .unexpectedReply, message: "expected \(expected), got \(found)")
  }
}

extension [RedisReply] {
  /// Maps with a closure of typed errors; the standard library's `map` is typed too, but doesn't infer the type here.
  func decoded<Value>(_ decode: (RedisReply) throws(RedisError) -> Value) throws(RedisError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(count)
    for reply in self { values.append(try decode(reply)) }
    return values
  }
}

extension [String: RedisReply] {
  /// The value of a field that the server's floor version always sends.
  func required(_ name: String) throws(RedisError) -> RedisReply {
    guard let value = self[name] else {
      throw RedisError(code: .unexpectedReply, message: "the reply lacks the field \(name)")
    }
    return value
  }
}
