import EventModel
import Notices
import Store

/// Deliveries for people and for programs.
enum DeliveryText {
  static func table(of rows: [DeliveryRow]) -> [String] {
    if rows.isEmpty { return ["no deliveries"] }
    var table = Table([
      .left("delivery"), .left("about"), .left("channel"), .left("state"), .right("attempts"), .left("next"),
      .left("title"), .left("last error"),
    ])
    for row in rows {
      table.add([
        row.id.description, "\(row.subject.kind.rawValue) \(row.subject.event)", row.channel, row.state.rawValue,
        "\(row.attemptCount)", row.nextAttemptAt?.rfc3339 ?? "-", row.title, row.lastError ?? "-",
      ])
    }
    return table.lines()
  }

  static func json(_ row: DeliveryRow) -> JSONValue {
    .object([
      "delivery_id": .string(row.id.description),
      "subject": .object([
        "kind": .string(row.subject.kind.rawValue),
        "id": .string(row.subject.id.lowercaseText),
        "event": .string(row.subject.event),
      ]),
      "title": .string(row.title),
      "channel": .string(row.channel),
      "state": .string(row.state.rawValue),
      "attempt_count": .count(row.attemptCount),
      "last_attempt_at": .time(row.lastAttemptAt),
      "next_attempt_at": .time(row.nextAttemptAt),
      "delivered_at": .time(row.deliveredAt),
      "last_error": .text(row.lastError),
      "created_at": .time(row.createdAt),
    ])
  }
}
