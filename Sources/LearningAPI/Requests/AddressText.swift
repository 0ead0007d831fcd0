import EventModel

/// The texts in an address.
enum AddressText {
  /// A part of the path; `nil` for what isn't percent-encoded UTF-8.
  static func part(_ text: String) -> String? {
    PercentEncoding.decode(text.utf8, plusIsSpace: false).flatMap { String(validating: $0, as: UTF8.self) }
  }

  /// The parameters behind the question mark, in order; a name without a value has an empty one. `nil` for what can't be
  /// read.
  static func query(_ text: String) -> [(name: String, value: String)]? {
    var values: [(name: String, value: String)] = []
    for part in text.split(separator: "&") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = parameter(pair[0]), let value = parameter(pair.count > 1 ? pair[1] : "") else { return nil }
      values.append((name, value))
    }
    return values
  }

  /// The fields of a form, which stand as the parameters of an address do. `nil` for what can't be read.
  static func form(_ body: [UInt8]) -> [(name: String, value: String)]? {
    String(validating: body, as: UTF8.self).flatMap(query)
  }

  private static func parameter(_ text: Substring) -> String? {
    PercentEncoding.decode(text.utf8, plusIsSpace: true).flatMap { String(validating: $0, as: UTF8.self) }
  }
}
