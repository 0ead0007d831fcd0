import EventModel

/// Reads the parameters of an address one by one, remembers every mistake, and names them all at once.
///
/// A parameter that nobody reads is a mistake too: a misspelt filter would otherwise show everything.
struct QueryReader {
  private let values: [(name: String, value: String)]
  private var known: [String] = []
  private var faults: [Problem.Fault] = []

  init(_ values: [(name: String, value: String)]) {
    self.values = values
  }

  /// `nil` where it is absent or empty.
  mutating func text(_ name: String, scalarCountMax: Int = 200) -> String? {
    known.append(name)
    let given = values.filter { $0.name == name }
    if given.count > 1 { fault(name, "is given more than once") }
    guard let value = given.first?.value, !value.isEmpty else { return nil }
    guard value.utf8.count <= 4 * scalarCountMax, value.unicodeScalars.count <= scalarCountMax else {
      fault(name, "may have at most \(scalarCountMax) characters")
      return nil
    }
    if value.utf8.contains(0) {
      fault(name, "must not hold a NUL character")
      return nil
    }
    return value
  }

  mutating func integer(_ name: String, default standard: Int, in range: ClosedRange<Int>) -> Int {
    guard let text = text(name) else { return standard }
    guard let value = Int(text), range.contains(value) else {
      fault(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      return standard
    }
    return value
  }

  mutating func flag(_ name: String) -> Bool {
    switch text(name) {
    case nil, "false": return false
    case "true": return true
    default:
      fault(name, "must be true or false")
      return false
    }
  }

  /// An instant in RFC 3339, or a date, which stands for its first instant in UTC.
  mutating func time(_ name: String) -> Timestamp? {
    guard let text = text(name) else { return nil }
    let isDate = text.utf8.count == "2026-01-01".utf8.count
    guard let time = Timestamp(rfc3339: isDate ? "\(text)T00:00:00Z" : text) else {
      fault(name, "must be a date such as 2026-01-31, or a time with an offset such as 2026-01-31T00:00:00Z")
      return nil
    }
    return time
  }

  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String,
    of type: Choice.Type = Choice.self
  ) -> Choice? where Choice.RawValue == String {
    guard let text = text(name) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      fault(name, "must be one of \(Self.names(of: type))")
      return nil
    }
    return choice
  }

  mutating func fault(_ name: String, _ expectation: String) {
    faults.append(Problem.Fault(place: .parameter(name), detail: "`\(name)` \(expectation)."))
  }

  /// Throws when anything was wrong.
  func finish() throws(Problem) {
    var faults = faults
    let others = values.filter { !known.contains($0.name) }.map(\.name)
    let names = known.isEmpty ? "no parameters" : known.map { "`\($0)`" }.joined(separator: ", ")
    for name in Set(others).sorted() {
      faults.append(
        Problem.Fault(
          place: .parameter(String(name.prefix(100))),
          detail: "It is not known here; this address takes \(names)."
        )
      )
    }
    if faults.isEmpty { return }
    throw Problem(.invalidRequest, "The parameters of the address can't be used.", faults: faults)
  }

  private static func names<Choice: RawRepresentable & CaseIterable>(of type: Choice.Type) -> String
  where Choice.RawValue == String {
    type.allCases.map(\.rawValue).joined(separator: ", ")
  }
}
