import Attribution
import Documents
import EventModel
import Insight
import Workers

/// The credits of the conversion that decided an outcome, for a person and for programs.
enum OutcomeAttributionText {
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
}
