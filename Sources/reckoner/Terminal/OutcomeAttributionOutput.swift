import Attribution
import EventModel
import Insight
import Workers

/// The credits of the conversion that decided an outcome, for a person and for programs.
enum OutcomeAttributionOutput {
  static func lines(of found: OutcomeAttribution) -> [String] {
    guard let signal = found.signalEventID, !found.touches.isEmpty else {
      return ["\(found.status.rawValue); no conversion decided it"]
    }
    var table = Table([
      .left("acted at"), .left("action type"), .left("event id"), .right(found.model.rawValue),
      .right(found.storedModel.map { "stored (\($0.rawValue))" } ?? "stored"),
    ])
    for touch in found.touches {
      table.add([
        touch.actedAt.rfc3339, touch.actionType.text, touch.actionEventID.description,
        NumberText.percent(micros: touch.creditMicros),
        touch.storedMicros.map { NumberText.percent(micros: $0) } ?? NumberText.none,
      ])
    }
    return ["\(found.status.rawValue), decided by \(signal)", ""] + table.lines()
  }

  static func document(_ found: OutcomeAttribution) -> JSONValue {
    .object([
      "outcome_id": .string(found.outcomeID.description),
      "outcome_status": .string(found.status.rawValue),
      "signal_event_id": .text(found.signalEventID?.description),
      "model": .string(found.model.rawValue),
      "stored_model": .text(found.storedModel?.rawValue),
      "touches": .array(
        found.touches.enumerated().map { index, touch in
          .object([
            "position": .count(index + 1),
            "action_event_id": .string(touch.actionEventID.description),
            "action_type": .string(touch.actionType.text),
            "acted_at": .time(touch.actedAt),
            "credit_micros": .count(Int64(touch.creditMicros)),
            "stored_credit_micros": .count(touch.storedMicros.map(Int64.init)),
          ])
        }
      ),
    ])
  }
}
