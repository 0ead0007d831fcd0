import EventModel

/// A body of the type `application/x-www-form-urlencoded`, as the WHATWG's URL standard reads it, but that a malformed
/// escape is refused instead of kept.
struct FormBody {
  private let fields: [(name: [UInt8], value: [UInt8])]

  /// `nil` where an escape isn't one.
  init?(_ body: [UInt8]) {
    var fields: [(name: [UInt8], value: [UInt8])] = []
    for field in body.split(separator: UInt8(ascii: "&")) {
      let end = field.firstIndex(of: UInt8(ascii: "=")) ?? field.endIndex
      guard let name = PercentEncoding.decode(field[..<end], plusIsSpace: true),
        let value = PercentEncoding.decode(field[end...].dropFirst(), plusIsSpace: true)
      else {
        return nil
      }
      fields.append((name, value))
    }
    self.fields = fields
  }

  /// The value of the field with this name; `nil` where there is none, or more than one, which would be two answers.
  func value(_ name: String) -> [UInt8]? {
    let matches = fields.filter { $0.name.elementsEqual(name.utf8) }
    return matches.count == 1 ? matches[0].value : nil
  }

  /// The same as text; `nil` where it is absent or empty.
  func text(_ name: String) throws(FeedbackError) -> String? {
    guard let bytes = value(name), !bytes.isEmpty else { return nil }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .invalid(name, "must be UTF-8") }
    return text
  }
}
