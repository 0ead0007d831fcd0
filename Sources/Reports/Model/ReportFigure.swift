public import Analytics

/// One number of a report with what it rests on, or the reason why there is none.
public struct ReportFigure: Hashable, Sendable {
  /// Of the contract, such as `success_rate`.
  public let name: String
  public let label: String
  /// What the number is, what its sample size counts, and what is left out.
  public let definition: String
  /// As analytics name units, or a currency.
  public let unit: String
  public let value: Double?
  /// Cases that it rests on.
  public let sampleSize: Int64
  public let interval: FigureInterval?
  /// A sentence; there exactly where the value isn't.
  public let missing: String?
  /// The same of the days before; `nil` where it isn't compared, or not known.
  public let previousValue: Double?
  /// `nil` where it isn't compared.
  public let previousSampleSize: Int64?
  /// What is said of the change; `nil` where it isn't tested.
  public let change: Change?
  /// The days that it is about.
  public let period: AnalyticsPeriod

  package init(_ metric: Metric, _ period: AnalyticsPeriod) {
    name = metric.name.rawValue
    label = Words.label(metric.name.rawValue)
    definition = metric.name.definition
    unit = metric.unit
    value = metric.figure.value
    sampleSize = metric.figure.sampleSize
    interval = metric.figure.interval
    missing = metric.figure.missing
    previousValue = metric.previous?.value
    previousSampleSize = metric.previous?.sampleSize
    change = metric.change
    self.period = period
  }

  /// A count of this period and the one before.
  init(count name: String, definition: String, _ count: Int64, previous: Int64, _ period: AnalyticsPeriod) {
    self.name = name
    label = Words.label(name)
    self.definition = definition
    unit = MetricUnit.count.rawValue
    value = Double(count)
    sampleSize = count
    (previousValue, previousSampleSize) = (Double(previous), previous)
    self.period = period
    (interval, missing, change) = (nil, nil, nil)
  }

  /// The number with its unit, or a dash.
  public var text: String { ValueText.text(value, unit: unit) }

  /// `26.1 to 36.4 %`; `nil` without an interval.
  public var intervalText: String? { interval.map { ValueText.bounds($0.low, $0.high, unit: unit) } }

  public var sampleSizeText: String { ValueText.count(sampleSize) }

  /// Of the days before, or a dash.
  public var previousText: String { ValueText.text(previousValue, unit: unit) }

  /// The direction of the change, for whoever doesn't see colours.
  public var arrow: String { change.map(Words.arrow) ?? "" }

  /// What is said of the change, such as `rose by 2.1 points (95 % interval +0.4 to +3.8)`; `nil` where it isn't tested.
  public var changeText: String? { change.map { Words.change($0, unit: unit) } }
}
