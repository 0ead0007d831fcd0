import Analytics
import EventModel
import Feedback

/// What people say about the agent, and whether they still say it.
enum FeedbackSection {
  private static let names: [MetricName] = [
    .feedbackScore, .feedbackRate, .feedbackConcordance, .labelAgreement, .feedbackFatigue,
  ]

  static func section(_ figures: ReportFigures) -> ReportSection {
    let (document, period) = (figures.document, figures.order.lookBack)
    let metrics = names.compactMap { document[$0] }
    var exhibits = FeedbackSource.allCases.compactMap { distribution(document, $0) }
    if let fatigue = document[.feedbackFatigue], let reviewers = reviewers(fatigue) { exhibits.append(reviewers) }
    return ReportSection(
      .feedback,
      title: "Feedback, last \(Words.weeks(period))",
      note: "Ratings on one scale from -1 to 1. Compared with the \(Words.weeks(period)) before.",
      [ReportPart(figures: metrics.map { ReportFigure($0, period) }, exhibits: exhibits)]
    )
  }

  /// `nil` where nobody rated this way.
  private static func distribution(_ document: AnalyticsDocument, _ source: FeedbackSource) -> ReportExhibit? {
    let all = document[.feedbackScore]?.breakdowns.first { $0.name == "by_rating" }?.rows ?? []
    let rows = all.filter { $0.label("source") == source.rawValue }
    guard !rows.isEmpty else { return nil }
    func rating(_ row: MetricRow) -> JSONValue { row.labels.first { $0.name == "rating" }?.value ?? .null }
    func text(_ row: MetricRow) -> String {
      guard case .number(let number) = rating(row) else { return "" }
      return number.text
    }
    let table = ReportTable(
      "ratings_\(source.rawValue)",
      title: "Ratings, \(source.rawValue)",
      [.number("rating"), .number("count", "Ratings")],
      rows: rows.map { row in
        [ReportTable.Cell(value: rating(row), text: text(row)), .count(Int64(row.figure.value ?? 0))]
      },
      emptyText: "Nobody rated."
    )
    let columns = rows.map { ColumnChart.Column(label: text($0), count: Int64($0.figure.value ?? 0)) }
    return ReportExhibit(table, drawing: ColumnChart(table.name, title: table.title, columns: columns).drawing)
  }

  private static func reviewers(_ metric: Metric) -> ReportExhibit? {
    let rows = metric.breakdowns.first { $0.name == "by_reviewer" }?.rows ?? []
    guard !rows.isEmpty else { return nil }
    return ReportExhibit(
      ReportTable(
        "tired_reviewers",
        title: "Reviewers who may be tired of being asked",
        [.text("reviewer_id", "Reviewer"), .number("value", "Answers now"), .text("reasons")],
        rows: rows.prefix(MetricTables.rowCountMax).map { row in
          [
            .text(row.label("reviewer_id")), .number(row.figure.value, unit: MetricUnit.proportion.rawValue),
            ReportTable.Cell(value: row.detail("reasons") ?? .null, text: reasons(row).joined(separator: ", ")),
          ]
        },
        emptyText: ""
      )
    )
  }

  private static func reasons(_ row: MetricRow) -> [String] {
    guard case .array(let elements)? = row.detail("reasons") else { return [] }
    return elements.compactMap { element in
      guard case .string(let text) = element else { return nil }
      return Words.plain(text)
    }
  }
}
