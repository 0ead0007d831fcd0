import Documents
import EventModel
import Streams

/// A dead letter as an operator sees it: why it is there, and of its fields the names and sizes; of what it says only the
/// envelope's own, which holds nothing of a customer.
enum MaskedLetter {
  private static let shownNames: Set<String> = [
    "event_id", "event_type", "timestamp", "tenant_id", "version", "priority",
  ]
  private static let shownByteCountMax = 64

  static func document(_ letter: BuriedEntry) -> JSONValue {
    let members = LetterJSON.document(letter, fields: false).members ?? []
    let fields = letter.content.original.map { field in
      let name = String(decoding: field.name, as: UTF8.self)
      let isShown = shownNames.contains(name) && field.value.count <= shownByteCountMax
      return JSONValue.object([
        "name": .string(SafeText.safe(String(name.prefix(100)))),
        "byte_count": .count(field.value.count),
        "value": isShown ? .string(SafeText.safe(field.value)) : .null,
      ])
    }
    return .object(members + [JSONMember("fields", .array(fields))])
  }
}
