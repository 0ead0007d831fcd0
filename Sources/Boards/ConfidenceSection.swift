import Analytics
import EventModel
import Reports

/// Whether the agent is too sure, or not sure enough, in words and in a small diagram.
enum ConfidenceSection {
  static func section(_ document: AnalyticsDocument) -> BoardSection {
    guard let metric = document[.confidenceGap] else {
      return BoardSection("confidence", title: title, note: note, [])
    }
    let rate = MetricUnit.proportion.rawValue
    let rows = metric.breakdowns.first { $0.name == "by_action_type" }?.rows ?? []
    let table = ReportTable(
      "confidence_by_action_type",
      title: "By action type",
      [
        .text("action_type"), .number("stated", "Says"), .number("observed", "Happens"),
        .number("value", "Gap"), .number("interval", "95 % interval"), .number("sample_size", "Cases"),
      ],
      rows: rows.prefix(MetricTables.rowCountMax).map { row in
        [
          .text(row.label("action_type"), missing: row.isOthers ? "(others)" : "(none)"),
          .number(row.number("stated"), unit: rate), .number(row.number("observed"), unit: rate),
          .number(row.figure.value, unit: metric.unit),
          .interval(row.figure.interval?.low, row.figure.interval?.high, unit: metric.unit),
          .count(row.figure.sampleSize),
        ]
      },
      emptyText: metric.figure.missing ?? "There is no matured sample."
    )
    return BoardSection(
      "confidence",
      title: title,
      note: note,
      [
        ReportPart(
          sentences: [verdict(document)],
          figures: [ReportFigure(metric, document.period)],
          exhibits: [ReportExhibit(table, chart: rows.contains { $0.figure.value != nil } ? .bars : nil)]
        )
      ]
    )
  }

  private static let title = "Too sure, or not sure enough"
  private static let note =
    "What the agent said of its chances, beside how often it came true; above 0 it was too sure."

  /// One sentence.
  static func verdict(_ document: AnalyticsDocument) -> String {
    guard let metric = document[.confidenceGap] else { return "Nothing is known of its confidence." }
    guard let gap = metric.figure.value else { return metric.figure.missing ?? "Nothing is known of its confidence." }
    let cases = Words.count(metric.figure.sampleSize, "case")
    guard let interval = metric.figure.interval, interval.low > 0 || interval.high < 0 else {
      return "How sure the agent is holds, as far as \(cases) can tell."
    }
    let points = ValueText.size(of: gap, unit: metric.unit)
    let way = gap > 0 ? "too sure" : "not sure enough"
    func rate(_ name: String) -> String {
      guard case .number(let number)? = metric.details.first(where: { $0.name == name })?.value else {
        return ValueText.none
      }
      return ValueText.text(number.double, unit: MetricUnit.proportion.rawValue)
    }
    return "The agent is \(points) \(way): it says \(rate("stated")), and \(rate("observed")) of \(cases) came true."
  }
}
