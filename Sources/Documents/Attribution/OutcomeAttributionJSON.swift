import Attribution
public import EventModel
public import Insight

/// How the credit of one outcome's conversion was shared, as JSON.
public enum OutcomeAttributionJSON {
  public static func document(_ found: OutcomeAttribution) -> JSONValue {
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
