public import EventModel

extension AnalyticsDocument {
  /// The answer of the contract: `role`, `metrics` (an object by name), `period`, `generated_at`; and `scope` and
  /// `previous_period` beside them.
  public var json: JSONValue {
    .object([
      .text("role", role.rawValue),
      JSONMember("scope", scope.json),
      JSONMember("period", period.json),
      JSONMember("previous_period", period.previous.json),
      .text("generated_at", generatedAt.rfc3339),
      JSONMember("metrics", .object(metrics.map { JSONMember($0.name.rawValue, $0.json(period)) })),
    ])
  }
}
