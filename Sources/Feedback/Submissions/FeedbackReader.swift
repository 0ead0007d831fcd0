import EventModel

/// Reads the members of a JSON object and refuses those that break the contract; null and empty text mean absent.
struct FeedbackReader {
  private let object: JSONValue

  /// - Parameter names: every member that the object may have.
  init(_ object: JSONValue, names: [String]) throws(FeedbackError) {
    guard let members = object.members else {
      throw FeedbackError(.malformed, "The body must be a JSON object with \(names.joined(separator: ", ")).")
    }
    guard members.allSatisfy({ names.contains($0.name) }) else {
      throw FeedbackError(
        .unknownField,
        "The body has a member that is not known here; it may have \(names.joined(separator: ", "))."
      )
    }
    self.object = object
  }

  private func value(_ name: String) -> JSONValue? {
    guard let value = object[name], value != .null, value != .string("") else { return nil }
    return value
  }

  /// `remedy` says what to do where the value is absent.
  func required<Value>(_ name: String, _ value: Value?, _ remedy: String) throws(FeedbackError) -> Value {
    guard let value else { throw .missing(name, remedy) }
    return value
  }

  func text(_ name: String, scalarCountMax: Int) throws(FeedbackError) -> String? {
    guard let value = value(name) else { return nil }
    guard case .string(let text) = value else { throw .invalid(name, "must be a text") }
    try Self.check(text, name, scalarCountMax: scalarCountMax)
    return text
  }

  /// What PostgreSQL can store, and no more than is of use.
  static func check(_ text: String, _ name: String, scalarCountMax: Int) throws(FeedbackError) {
    // A scalar takes at most four bytes: a text that is far too long isn't counted.
    guard text.utf8.count <= 4 * scalarCountMax, text.unicodeScalars.count <= scalarCountMax else {
      throw .invalid(name, "may have at most \(scalarCountMax) characters")
    }
    guard !text.utf8.contains(0) else { throw .invalid(name, "must not hold a NUL character") }
  }

  func identifier<Kind>(_ name: String) throws(FeedbackError) -> UUIDIdentifier<Kind>? {
    guard let value = value(name) else { return nil }
    guard case .string(let text) = value, let identifier = UUIDIdentifier<Kind>(text: text) else {
      throw .invalid(name, "must be a UUID of 36 characters")
    }
    return identifier
  }

  /// One of the names that a type allows.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String,
    of type: Choice.Type = Choice.self
  ) throws(FeedbackError) -> Choice? where Choice.RawValue == String {
    guard let value = value(name) else { return nil }
    guard case .string(let text) = value, let choice = Choice(rawValue: text) else {
      throw .invalid(name, "must be one of \(Self.names(of: type))")
    }
    return choice
  }

  /// The allowed names, for a sentence.
  static func names<Choice: RawRepresentable & CaseIterable>(of type: Choice.Type) -> String
  where Choice.RawValue == String {
    type.allCases.map(\.rawValue).joined(separator: ", ")
  }

  /// A rating of a source's scale, a whole number however written: 1.0 is one.
  func rating(_ name: String, source: FeedbackSource) throws(FeedbackError) -> FeedbackRating? {
    guard let value = value(name) else { return nil }
    guard case .number(let number) = value, let whole = number.int64.flatMap({ Int(exactly: $0) }),
      let rating = FeedbackRating(whole, source: source)
    else { throw .invalid(name, "must be \(Self.scale(of: source)) where `source` is `\(source.rawValue)`") }
    return rating
  }

  /// The ratings that a source has, for a sentence.
  static func scale(of source: FeedbackSource) -> String {
    switch source {
    case .inline: "-1, 0 or 1"
    case .dashboard: "a whole number from 1 to 5"
    }
  }

  /// A number from 0 to 1.
  func share(_ name: String) throws(FeedbackError) -> Double? {
    guard let value = value(name) else { return nil }
    guard case .number(let number) = value, number.isInUnitInterval else {
      throw .invalid(name, "must be a number from 0 to 1")
    }
    // -0 is 0 by value and must not be told from it later, by its bits.
    return number.double == 0 ? 0 : number.double
  }

  /// An instant, in microseconds since 1970.
  func microseconds(_ name: String) throws(FeedbackError) -> Timestamp? {
    guard let value = value(name) else { return nil }
    guard case .number(let number) = value, let microseconds = number.int64 else {
      throw .invalid(name, "must be a whole number of microseconds since 1970")
    }
    return Timestamp(microseconds: microseconds)
  }
}
