public import Analytics
import EventModel
public import Reports

/// What a rep looks at: the own agent of these days.
public enum RepBoard {
  private static let names: [MetricName] = [
    .responseRate, .dealProgressionRate, .creditedConversions, .creditedAmount, .escalationRate, .feedbackScore,
  ]

  /// - Parameter document: of the rep.
  public static func board(_ document: AnalyticsDocument, tasks: [BoardTaskList], clock: LocalClock) -> Board {
    let period = document.period
    return Board(
      .rep,
      headline: headline(document, tasks),
      figures: names.compactMap { document[$0] }.map { ReportFigure($0, period) },
      tasks: tasks,
      sections: [ConfidenceSection.section(document), TrendSection.section(document), escalations(document)],
      period: period,
      clock: clock,
      madeAt: document.generatedAt
    )
  }

  private static func headline(_ document: AnalyticsDocument, _ tasks: [BoardTaskList]) -> String {
    let days = Words.days(document.period)
    var sentences = [BoardWords.rate(document[.responseRate], of: "decided e-mail", "was answered well", days)]
    sentences.append(ConfidenceSection.verdict(document))
    sentences.append(BoardWords.waiting(tasks))
    return sentences.joined(separator: " ")
  }

  private static func escalations(_ document: AnalyticsDocument) -> BoardSection {
    let metric = document[.escalationHistory]
    let rows = metric?.breakdowns.first { $0.name == "by_day_and_action_type" }?.rows ?? []
    func count(_ row: MetricRow, _ name: String) -> ReportTable.Cell {
      .count(Int64(row.number(name) ?? 0))
    }
    let table = ReportTable(
      "escalations_by_day",
      title: "By day",
      [
        .text("day"), .text("action_type"), .number("resolved_count", "Resolved"),
        .number("unresolved_count", "Not resolved"), .number("unanswered_count", "Unanswered"),
        .number("open_count", "Open"),
      ],
      rows: rows.suffix(MetricTables.rowCountMax).reversed().map { row in
        [
          row.label("day").flatMap { UTCDay(text: $0) }.map(ReportTable.Cell.day) ?? .text(nil),
          .text(row.label("action_type")), count(row, "resolved_count"), count(row, "unresolved_count"),
          count(row, "unanswered_count"), count(row, "open_count"),
        ]
      },
      emptyText: metric?.figure.missing ?? "There was no escalation."
    )
    let figures = [MetricName.escalationRate, .escalationResolutionRate].compactMap { document[$0] }
    return BoardSection(
      "escalations",
      title: "Handed over to me",
      note: "Actions by which the agent asked for a person, and what came of them.",
      [ReportPart(figures: figures.map { ReportFigure($0, document.period) }, exhibits: [ReportExhibit(table)])]
    )
  }
}
