import EventModel

/// Reads the members of a JSON body one by one; unknown ones are refused.
struct BodyReader {
  private let object: JSONValue
  private var known: [String] = []
  private var faults: [Problem.Fault] = []

  /// A body that isn't there counts as an object without members.
  init(_ body: JSONValue?) throws(Problem) {
    let object = body ?? .object([JSONMember]())
    guard object.members != nil else {
      throw Problem(
        .invalidBody,
        "The body must be a JSON object.",
        faults: [Problem.Fault(place: .pointer(""), detail: "It is another value than an object.")]
      )
    }
    self.object = object
  }

  private mutating func value(_ name: String) -> JSONValue? {
    known.append(name)
    guard let value = object[name], value != .null, value != .string("") else { return nil }
    return value
  }

  mutating func text(_ name: String, scalarCountMax: Int) -> String? {
    guard let value = value(name) else { return nil }
    guard case .string(let text) = value, text.utf8.count <= 4 * scalarCountMax,
      text.unicodeScalars.count <= scalarCountMax, !text.utf8.contains(0)
    else {
      fault(name, "must be a text of at most \(scalarCountMax) characters, without NUL")
      return nil
    }
    return text
  }

  mutating func flag(_ name: String) -> Bool? {
    guard let value = value(name) else { return nil }
    guard case .bool(let flag) = value else {
      fault(name, "must be true or false")
      return nil
    }
    return flag
  }

  mutating func integer(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
    guard let value = value(name) else { return nil }
    guard case .number(let number) = value, let whole = number.int64, range.contains(whole) else {
      fault(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return whole
  }

  mutating func identifier<Kind>(_ name: String) -> UUIDIdentifier<Kind>? {
    guard let value = value(name) else { return nil }
    guard case .string(let text) = value, let identifier = UUIDIdentifier<Kind>(text: text) else {
      fault(name, "must be a UUID of 36 characters")
      return nil
    }
    return identifier
  }

  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String,
    of type: Choice.Type = Choice.self
  ) -> Choice? where Choice.RawValue == String {
    guard let value = value(name) else { return nil }
    guard case .string(let text) = value, let choice = Choice(rawValue: text) else {
      fault(name, "must be one of \(type.allCases.map(\.rawValue).joined(separator: ", "))")
      return nil
    }
    return choice
  }

  mutating func fault(_ name: String, _ expectation: String) {
    faults.append(Problem.Fault(place: .pointer("/\(name)"), detail: "`\(name)` \(expectation)."))
  }

  /// Throws when anything was wrong.
  func finish() throws(Problem) {
    var faults = faults
    let names = known.isEmpty ? "no members" : known.map { "`\($0)`" }.joined(separator: ", ")
    for member in object.members ?? [] where !known.contains(member.name) {
      faults.append(
        Problem.Fault(place: .pointer(""), detail: "A member is not known here; the body may have \(names).")
      )
    }
    if !faults.isEmpty { throw Problem(.invalidBody, "The body can't be used.", faults: faults) }
  }
}
