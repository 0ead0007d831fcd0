extension JSONValue {
  /// The flat text of an envelope's field that was written in JSON: texts and numbers as they stand, lists joined.
  func envelopeText(isList: Bool, label: String) throws(Refusal) -> [UInt8] {
    switch self {
    case .string(let text): return Array(text.utf8)
    case .number(let number): return Array(number.text.utf8)
    case .array(let elements) where isList:
      var texts: [String] = []
      for element in elements {
        // A comma inside an element would come back as two elements.
        guard case .string(let text) = element, !text.utf8.contains(UInt8(ascii: ",")) else {
          throw .invalid(label, "must list texts without commas")
        }
        texts.append(text)
      }
      return Array(texts.joined(separator: ",").utf8)
    case .null, .bool, .array, .object:
      throw .invalid(label, isList ? "must be a text or a list of texts" : "must be a text")
    }
  }
}
