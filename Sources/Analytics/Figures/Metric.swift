public import EventModel

/// One metric of a document: its figure, that of the period before, and its breakdowns.
public struct Metric: Equatable, Sendable {
  public let name: MetricName
  /// The metric's own unit, or the currency where it is known.
  public let unit: String
  public let figure: Figure
  /// `nil` where the metric isn't compared with the period before.
  public let previous: Figure?
  /// `nil` where a change isn't tested.
  public let change: Change?
  /// Assumptions and further numbers by name.
  public let details: [JSONMember]
  public let breakdowns: [Breakdown]

  init(
    _ name: MetricName,
    unit: String? = nil,
    _ figure: Figure,
    previous: Figure? = nil,
    change: Change? = nil,
    details: [JSONMember] = [],
    breakdowns: [Breakdown] = []
  ) {
    self.name = name
    self.unit = unit ?? name.unit.rawValue
    self.figure = figure
    self.previous = previous
    self.change = change
    self.details = details
    self.breakdowns = breakdowns
  }
}
