/// Reads the members of a payload and refuses those that break the contract.
///
/// Null and empty text mean absent everywhere.
struct PayloadReader {
  private let members: [JSONMember]

  /// `data` must be an object; of anything else every member is absent.
  init(_ data: JSONValue) {
    members = data.members ?? []
  }

  static func path(_ name: String) -> String { "data." + name }

  func value(_ name: String) -> JSONValue? {
    guard let member = members.first(where: { $0.name.hasSameScalars(as: name) }), !member.value.meansAbsent else {
      return nil
    }
    return member.value
  }

  func required<Value>(_ name: String, _ value: Value?) throws(Refusal) -> Value {
    guard let value else { throw .missing(Self.path(name)) }
    return value
  }

  func text(_ name: String, scalarCountMax: Int = TextLimit.otherScalars) throws(Refusal) -> String? {
    guard let value = value(name) else { return nil }
    guard case .string(let text) = value else { throw .invalid(Self.path(name), "must be a text") }
    guard text.hasScalars(atMost: scalarCountMax) else {
      throw .invalid(Self.path(name), "may have at most \(scalarCountMax) characters")
    }
    return text
  }

  func stageName(_ name: String) throws(Refusal) -> StageName? {
    try text(name, scalarCountMax: TextLimit.stageNameScalars).map { StageName($0) }
  }

  func identifier<Kind>(_ name: String) throws(Refusal) -> UUIDIdentifier<Kind>? {
    guard let value = value(name) else { return nil }
    guard case .string(let text) = value, let identifier = UUIDIdentifier<Kind>(text: text) else {
      throw .invalid(Self.path(name), "must be a UUID of 36 characters")
    }
    return identifier
  }

  func timestamp(_ name: String) throws(Refusal) -> Timestamp? {
    guard let value = value(name) else { return nil }
    guard case .string(let text) = value, let timestamp = Timestamp(rfc3339: text) else {
      throw .invalid(Self.path(name), "must be an RFC 3339 time with an offset")
    }
    return timestamp
  }

  func number(_ name: String) throws(Refusal) -> JSONNumber? {
    guard let value = value(name) else { return nil }
    guard case .number(let number) = value else { throw .invalid(Self.path(name), "must be a number") }
    return number
  }

  /// A number within the range of doubles.
  func double(_ name: String) throws(Refusal) -> Double? {
    guard let number = try number(name) else { return nil }
    guard number.double.isFinite else { throw .invalid(Self.path(name), "must be a number below 1.8e308") }
    return number.double.withoutSignOfZero
  }

  /// A number from 0 to 1.
  func probability(_ name: String) throws(Refusal) -> Double? {
    guard let number = try number(name) else { return nil }
    guard number.isInUnitInterval else { throw .invalid(Self.path(name), "must be a number from 0 to 1") }
    return number.double.withoutSignOfZero
  }

  /// A whole number, however written: 1.0 is one.
  func integer(_ name: String, in range: ClosedRange<Int64>) throws(Refusal) -> Int64? {
    guard let number = try number(name) else { return nil }
    guard let integer = number.int64, range.contains(integer) else {
      throw .invalid(Self.path(name), "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return integer
  }

  /// One of the names that a type allows.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String,
    of type: Choice.Type = Choice.self
  ) throws(Refusal) -> Choice? where Choice.RawValue == String {
    guard let value = value(name) else { return nil }
    guard case .string(let text) = value, let choice = Choice(rawValue: text) else {
      throw .invalid(Self.path(name), "must be one of \(Self.names(of: type))")
    }
    return choice
  }

  func elements(_ name: String) throws(Refusal) -> [JSONValue]? {
    guard let value = value(name) else { return nil }
    guard case .array(let elements) = value else { throw .invalid(Self.path(name), "must be an array") }
    return elements
  }

  /// Checks that a member is an object where it is given.
  func checkObject(_ name: String) throws(Refusal) {
    guard let value = value(name) else { return }
    guard value.members != nil else { throw .invalid(Self.path(name), "must be an object") }
  }

  /// The allowed names, for the sentence of a refusal.
  static func names<Choice: RawRepresentable & CaseIterable>(of type: Choice.Type) -> String
  where Choice.RawValue == String {
    type.allCases.map(\.rawValue).joined(separator: ", ")
  }
}

extension Double {
  /// -0 is 0 by value and must not be told from it later, by its bits.
  fileprivate var withoutSignOfZero: Double { self == 0 ? 0 : self }
}
