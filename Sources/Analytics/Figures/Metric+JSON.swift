import EventModel

extension Metric {
  /// - Parameter period: that of the document.
  func json(_ period: AnalyticsPeriod) -> JSONValue {
    var members: [JSONMember] = [.text("definition", name.definition), .text("unit", unit)]
    members += figure.members
    members.append(JSONMember("period", period.json))
    if let previous {
      members.append(JSONMember("previous", .object(previous.members + [JSONMember("period", period.previous.json)])))
    }
    if let change { members.append(JSONMember("change", change.json)) }
    members += details
    members += breakdowns.map { JSONMember($0.name, .array($0.rows.map(\.json))) }
    return .object(members)
  }
}

extension MetricRow {
  fileprivate var json: JSONValue { .object(labels + figure.members + details) }
}

extension Figure {
  /// Value and sample size always, the others where there are any.
  fileprivate var members: [JSONMember] {
    var members: [JSONMember] = [.number("value", value), .count("sample_size", sampleSize)]
    if let interval { members += interval.members }
    if let missing { members.append(.text("missing", missing)) }
    return members
  }
}

extension FigureInterval {
  fileprivate var members: [JSONMember] {
    [
      JSONMember("interval", .array([.number(JSONNumber(low)), .number(JSONNumber(high))])),
      .text("interval_method", method.rawValue),
    ]
  }
}

extension Change {
  fileprivate var json: JSONValue {
    var members: [JSONMember] = [.text("statement", statement.rawValue), .number("value", difference)]
    if let interval { members += interval.members }
    return .object(members)
  }
}
