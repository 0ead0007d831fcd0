public import EventModel

extension MetricChange {
  /// One element of an update's `changes`. Names are those of the tables' columns; a figure that doesn't change is left
  /// out, and what is empty in a table is null.
  public var data: JSONValue {
    var members = [
      JSONMember("metric", .string(metric)), JSONMember("day", .string(day)),
      JSONMember("rep_id", Self.text(repID)), JSONMember("action_type", .string(actionType.text)),
      JSONMember("channel", Self.text(channel)),
    ]
    switch difference {
    case .outcomes(let type, let isPrimary, let figures):
      members.append(JSONMember("outcome_type", .string(type.rawValue)))
      members.append(JSONMember("is_primary", .bool(isPrimary)))
      members += Self.members(figures)
    case .actions(let figures):
      members += Self.members([
        ("action_count", figures.actionCount), ("cost_count", figures.costCount), ("cost_micros", figures.costMicros),
      ])
    case .impact(let currency, let signalType, let signal, let figures):
      members.append(JSONMember("currency", Self.text(currency)))
      members.append(JSONMember("signal_type", .string(signalType.rawValue)))
      members.append(JSONMember("signal", .string(signal)))
      members += Self.members([("touch_count", figures.touchCount), ("credit_micros", figures.creditMicros)])
      // An amount beyond every double has no number in JSON.
      if figures.amount != 0, figures.amount.isFinite {
        members.append(JSONMember("amount", .number(JSONNumber(figures.amount))))
      }
    }
    return .object(members)
  }

  private var metric: String {
    switch difference {
    case .outcomes: "outcomes"
    case .actions: "actions"
    case .impact: "impact"
    }
  }

  private static func text(_ text: String) -> JSONValue { text.isEmpty ? .null : .string(text) }

  private static func members(_ figures: OutcomeFigures) -> [JSONMember] {
    members([
      ("pending_count", figures.pendingCount), ("positive_count", figures.positiveCount),
      ("negative_count", figures.negativeCount), ("ambiguous_count", figures.ambiguousCount),
      ("expired_count", figures.expiredCount), ("labelled_count", figures.labelledCount),
      ("sample_count", figures.sampleCount), ("sample_weight_micros", figures.sampleWeightMicros),
      ("sample_confidence_micros", figures.sampleConfidenceMicros),
      ("sample_outcome_micros", figures.sampleOutcomeMicros),
    ])
  }

  private static func members(_ figures: [(name: String, value: Int64)]) -> [JSONMember] {
    figures.filter { $0.value != 0 }.map { JSONMember($0.name, .number(JSONNumber($0.value))) }
  }
}
