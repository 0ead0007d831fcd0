package import Analytics
import EventModel

/// What it costs and what it is worth, and how people do beside it.
package enum ValueSection {
  private static let names: [MetricName] = [
    .costPerInteraction, .costPerSuccess, .timeSaved, .timeSavedValue, .returnOnInvestment,
  ]

  static func section(_ figures: ReportFigures) -> ReportSection? {
    let (document, period) = (figures.document, figures.order.lookBack)
    let metrics = names.compactMap { document[$0] }
    guard !metrics.isEmpty else { return nil }
    return ReportSection(
      .value,
      title: "Cost and value, last \(Words.weeks(period))",
      note:
        "Minutes saved, hourly cost and how people do are the tenant's own assumptions; what isn't set has no number.",
      [ReportPart(figures: metrics.map { ReportFigure($0, period) }), humans(document)]
    )
  }

  /// How people do beside the agent, by outcome type.
  package static func humans(_ document: AnalyticsDocument) -> ReportPart {
    let rate = MetricUnit.proportion.rawValue
    let metric = document[.agentAgainstHuman]
    let rows = metric?.breakdowns.first { $0.name == "by_outcome_type" }?.rows ?? []
    let table = ReportTable(
      "agent_against_human",
      title: "The agent beside people",
      [
        .text("outcome_type"), .number("agent_rate", "Agent"), .number("human_rate", "People"),
        .number("difference"), .number("interval", "95 % interval"), .number("sample_size", "Agent's cases"),
        .text("source", "People's rate from"),
      ],
      rows: rows.map { row in
        [
          .text(row.label("outcome_type").map(Words.label)), .number(row.number("agent_rate"), unit: rate),
          .number(row.number("human_rate"), unit: rate),
          .number(row.figure.value, unit: MetricUnit.proportionDifference.rawValue),
          .interval(
            row.figure.interval?.low,
            row.figure.interval?.high,
            unit: MetricUnit.proportionDifference.rawValue
          ),
          .count(row.figure.sampleSize), .text(row.text("human_source").map(Words.plain)),
        ]
      },
      emptyText: metric?.figure.missing ?? "There is nothing to compare."
    )
    return ReportPart(exhibits: [ReportExhibit(table)])
  }
}

extension MetricRow {
  /// A further number of the row.
  package func number(_ name: String) -> Double? {
    guard case .number(let number)? = detail(name) else { return nil }
    return number.double
  }
}
