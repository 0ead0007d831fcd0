import EventModel
import Store

/// Where a page ended, as the text that the next request sends: its form is nobody's business but ours.
enum PageCursor {
  static func text(_ position: OutcomePosition) -> String {
    let plain = "\(position.actedAt.microseconds).\(position.id)"
    return String(decoding: Base64URL.encode(Array(plain.utf8)), as: UTF8.self)
  }

  static func position(_ text: String) -> OutcomePosition? {
    guard let bytes = Base64URL.decode(Array(text.utf8)) else { return nil }
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: ".", maxSplits: 1)
    guard parts.count == 2, let microseconds = Int64(parts[0]), abs(microseconds) < 1 << 58,
      let id = OutcomeID(text: String(parts[1]))
    else { return nil }
    return OutcomePosition(actedAt: Timestamp(microseconds: microseconds), id: id)
  }
}
