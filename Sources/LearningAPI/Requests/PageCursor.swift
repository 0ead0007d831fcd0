import Alerts
import EventModel
import Reports
import Store

/// Where a page ended, as the text that the next request sends: its form is nobody's business but ours.
enum PageCursor {
  static func text(_ position: OutcomePosition) -> String { text(position.actedAt, position.id) }
  static func text(_ position: ReportPosition) -> String { text(position.dueAt, position.id) }
  static func text(_ position: AlertPosition) -> String { text(position.openedAt, position.id) }

  static func position(_ text: String) -> OutcomePosition? {
    parts(text).map { OutcomePosition(actedAt: $0.time, id: $0.id) }
  }

  static func reportPosition(_ text: String) -> ReportPosition? {
    parts(text).map { ReportPosition(dueAt: $0.time, id: $0.id) }
  }

  static func alertPosition(_ text: String) -> AlertPosition? {
    parts(text).map { AlertPosition(openedAt: $0.time, id: $0.id) }
  }

  private static func text<Kind>(_ time: Timestamp, _ id: UUIDIdentifier<Kind>) -> String {
    let plain = "\(time.microseconds).\(id)"
    return String(decoding: Base64URL.encode(Array(plain.utf8)), as: UTF8.self)
  }

  private static func parts<Kind>(_ text: String) -> (time: Timestamp, id: UUIDIdentifier<Kind>)? {
    guard let bytes = Base64URL.decode(Array(text.utf8)) else { return nil }
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: ".", maxSplits: 1)
    guard parts.count == 2, let microseconds = Int64(parts[0]), abs(microseconds) < 1 << 58,
      let id = UUIDIdentifier<Kind>(text: String(parts[1]))
    else { return nil }
    return (Timestamp(microseconds: microseconds), id)
  }
}
