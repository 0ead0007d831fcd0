/// A strict parser of JSON (RFC 8259) in UTF-8 that takes exactly what PostgreSQL's jsonb can store.
///
/// Its own, because it is on the path of every event and has three duties that Foundation's leaves open: a bound on
/// the depth, exact decimal numbers, and a cause for each refusal. Of members with one name the last wins, as in jsonb.
public struct JSONParser {
  /// The contract's limit on the depth of `data`: the outermost array or object is level 1.
  public static let depthMax = 32

  let bytes: UnsafeBufferPointer<UInt8>
  let depthMax: Int
  var position = 0

  private init(_ bytes: UnsafeBufferPointer<UInt8>, depthMax: Int) {
    self.bytes = bytes
    self.depthMax = depthMax
  }

  /// Parses one document, with nothing but white space around it.
  public static func parse(_ bytes: [UInt8], depthMax: Int = Self.depthMax) throws(JSONParsingError) -> JSONValue {
    try bytes.withUnsafeBufferPointer { (buffer) throws(JSONParsingError) in
      var parser = JSONParser(buffer, depthMax: depthMax)
      parser.skipWhiteSpace()
      let value = try parser.value(depth: 0)
      parser.skipWhiteSpace()
      guard parser.position == buffer.count else { throw parser.error(.malformed) }
      return value
    }
  }

  /// The next byte; 0, which no token begins with, at the end.
  var next: UInt8 {
    position < bytes.count ? bytes[position] : 0
  }

  func error(_ code: JSONParsingError.Code) -> JSONParsingError {
    JSONParsingError(code, at: position)
  }

  /// Parses a value; `depth` is the number of arrays and objects around it, which also bounds the recursion.
  private mutating func value(depth: Int) throws(JSONParsingError) -> JSONValue {
    switch next {
    case UInt8(ascii: "{"): try object(depth: depth + 1)
    case UInt8(ascii: "["): try array(depth: depth + 1)
    case UInt8(ascii: "\""): .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number(try number())
    case UInt8(ascii: "t"): try literal("true", .bool(true))
    case UInt8(ascii: "f"): try literal("false", .bool(false))
    case UInt8(ascii: "n"): try literal("null", .null)
    default: throw error(.malformed)
    }
  }

  private mutating func object(depth: Int) throws(JSONParsingError) -> JSONValue {
    guard depth <= depthMax else { throw error(.tooDeep) }
    position += 1
    skipWhiteSpace()
    guard !take(UInt8(ascii: "}")) else { return .object([]) }
    var members: [JSONMember] = []
    // Payloads have about a dozen members; growing step by step would copy them four times.
    members.reserveCapacity(8)
    repeat {
      skipWhiteSpace()
      guard next == UInt8(ascii: "\"") else { throw error(.malformed) }
      let name = try string()
      skipWhiteSpace()
      guard take(UInt8(ascii: ":")) else { throw error(.malformed) }
      skipWhiteSpace()
      members.append(JSONMember(name, try value(depth: depth)))
      skipWhiteSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw error(.malformed) }
    return .object(members.withLastOfEachName)
  }

  private mutating func array(depth: Int) throws(JSONParsingError) -> JSONValue {
    guard depth <= depthMax else { throw error(.tooDeep) }
    position += 1
    skipWhiteSpace()
    guard !take(UInt8(ascii: "]")) else { return .array([]) }
    var elements: [JSONValue] = []
    repeat {
      skipWhiteSpace()
      elements.append(try value(depth: depth))
      skipWhiteSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw error(.malformed) }
    return .array(elements)
  }

  private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONParsingError) -> JSONValue {
    let end = position + text.utf8CodeUnitCount
    guard end <= bytes.count else { throw error(.malformed) }
    for index in position..<end where bytes[index] != text.utf8Start[index - position] {
      throw error(.malformed)
    }
    position = end
    return value
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipWhiteSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }
}

extension [JSONMember] {
  /// Without the members whose name comes again later.
  fileprivate var withLastOfEachName: [JSONMember] {
    // Pairs are cheapest for the usual dozen; a hostile object has tens of thousands and gets sorted.
    if count <= 16 {
      let isUnique = indices.allSatisfy { later in
        self[..<later].allSatisfy { !$0.name.hasSameScalars(as: self[later].name) }
      }
      if isUnique { return self }
    }
    let order = indices.sorted { left, right in
      if self[left].name.hasSameScalars(as: self[right].name) { return left < right }
      return self[left].name.scalarsPrecede(self[right].name)
    }
    var isKept = [Bool](repeating: true, count: count)
    for (earlier, later) in zip(order, order.dropFirst()) where self[earlier].name.hasSameScalars(as: self[later].name)
    {
      isKept[earlier] = false
    }
    return indices.filter { isKept[$0] }.map { self[$0] }
  }
}
