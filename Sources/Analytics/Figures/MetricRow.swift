public import EventModel

/// One row of a breakdown.
public struct MetricRow: Equatable, Sendable {
  /// What the row is about, such as `action_type`; null where the actions name none.
  public let labels: [JSONMember]
  public let figure: Figure
  /// Further numbers and sentences by name.
  public let details: [JSONMember]

  init(_ labels: [JSONMember], _ figure: Figure, details: [JSONMember] = []) {
    self.labels = labels
    self.figure = figure
    self.details = details
  }
}

/// A metric by action type, by rep, by week, ...
public struct Breakdown: Equatable, Sendable {
  /// The most values of a dimension that are named; the smallest of more are one row with `others`.
  public static let rowCountMax = 100

  /// Such as `by_action_type`.
  public let name: String
  public let rows: [MetricRow]

  init(_ name: String, _ rows: [MetricRow]) {
    self.name = name
    self.rows = rows
  }
}

extension Dimension {
  /// What a row of the value is about.
  func labels(_ value: DimensionValue) -> [JSONMember] {
    switch value {
    case .named(let name): [.text(label, name.text)]
    case .unnamed: [.text(label, nil)]
    case .others: [.text(label, nil), JSONMember("others", .bool(true))]
    }
  }
}

extension PeriodTally {
  /// What a row of the trend is about, with the number of the step's days that lie in the period.
  func labels(step start: UTCDay) -> [JSONMember] {
    [.text(step.label, start.description), .count("days", Int64(step.dayCount(from: start, in: period)))]
  }

  /// The name of the trend's breakdown.
  var trendName: String { "by_\(step.label)" }
}
