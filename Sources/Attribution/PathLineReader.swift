import EventModel

/// Reads the members of a line of a file of paths; null means absent.
struct PathLineReader {
  private static let typeScalarCounts = 1...50
  /// The years 1 to 9999, in seconds since 1970.
  private static let seconds = -62_135_596_800.0...253_402_300_799.0

  private let line: JSONValue

  init(_ bytes: [UInt8]) throws(PathLineError) {
    do throws(JSONParsingError) {
      line = try JSONParser.parse(bytes)
    } catch {
      throw PathLineError(.malformed, "not JSON (byte \(error.byteOffset)): write one JSON object a line")
    }
    guard line.members != nil else { throw PathLineError(.malformed, "must be a JSON object, as {\"path\": [...]}") }
  }

  private func value(_ name: String) -> JSONValue? {
    guard let value = line[name], value != .null else { return nil }
    return value
  }

  private func missing(_ name: String, _ remedy: String) -> PathLineError {
    PathLineError(.missing, "`\(name)` is missing: \(remedy)")
  }

  private func invalid(_ name: String, _ expectation: String) -> PathLineError {
    PathLineError(.invalid, "`\(name)` must be \(expectation)")
  }

  func actionTypes(_ name: String, countMax: Int) throws(PathLineError) -> [ActionType] {
    guard let value = value(name) else {
      throw missing(name, "list the action types in their order, such as [\"send_email\", \"schedule_meeting\"]")
    }
    guard case .array(let elements) = value, elements.count <= countMax else {
      throw invalid(name, "an array of at most \(countMax) action types")
    }
    var types: [ActionType] = []
    types.reserveCapacity(elements.count)
    for element in elements {
      guard case .string(let text) = element, Self.typeScalarCounts.contains(text.unicodeScalars.count) else {
        throw invalid(name, "an array of action types, each a text of 1 to 50 characters")
      }
      types.append(ActionType(text))
    }
    return types
  }

  func flag(_ name: String) throws(PathLineError) -> Bool {
    switch value(name) {
    case .bool(let flag): return flag
    // What tables are often exported with.
    case .number(let number) where number.int64 == 0 || number.int64 == 1: return number.int64 == 1
    case nil: throw missing(name, "true for a path that was won, false for one that was lost")
    default: throw invalid(name, "true or false")
    }
  }

  func number(_ name: String, in range: ClosedRange<Double>) throws(PathLineError) -> Double? {
    guard let value = value(name) else { return nil }
    guard case .number(let number) = value, range.contains(number.double) else {
      throw invalid(name, "a number from \(Int64(range.lowerBound)) to \(Int64(range.upperBound))")
    }
    return number.double
  }

  func integer(_ name: String, in range: ClosedRange<Int64>) throws(PathLineError) -> Int64? {
    guard let value = value(name) else { return nil }
    guard case .number(let number) = value, let integer = number.int64, range.contains(integer) else {
      throw invalid(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return integer
  }

  func time(_ name: String) throws(PathLineError) -> Timestamp? {
    guard let value = value(name) else { return nil }
    guard let time = Self.time(value) else { throw invalid(name, Self.timeForm) }
    return time
  }

  /// A time for each touch; `nil` where the line gives none.
  func times(_ name: String, count: Int) throws(PathLineError) -> [Timestamp]? {
    guard let value = value(name) else { return nil }
    guard case .array(let elements) = value, elements.count == count else {
      throw invalid(name, "an array with a time for each element of `path`")
    }
    var times: [Timestamp] = []
    for element in elements {
      guard let time = Self.time(element) else { throw invalid(name, "an array of times: \(Self.timeForm)") }
      times.append(time)
    }
    return times
  }

  private static let timeForm =
    "RFC 3339 with an offset, such as \"2026-02-11T12:58:38Z\", or a number of seconds (not milliseconds) since 1970"

  private static func time(_ value: JSONValue) -> Timestamp? {
    switch value {
    case .string(let text): return Timestamp(rfc3339: text)
    case .number(let number) where seconds.contains(number.double):
      return Timestamp(microseconds: Int64((number.double * 1e6).rounded()))
    case .null, .bool, .number, .array, .object: return nil
    }
  }
}
