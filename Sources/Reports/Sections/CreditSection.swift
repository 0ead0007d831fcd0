import Analytics
import Attribution
import EventModel

/// Who had which part in what was won.
enum CreditSection {
  static func section(_ figures: ReportFigures) -> ReportSection? {
    let (document, period) = (figures.document, figures.order.lookBack)
    guard let conversions = document[.creditedConversions], let amounts = document[.creditedAmount] else { return nil }
    let model = Words.plain(figures.input.attributionModel.rawValue)
    return ReportSection(
      .credit,
      title: "Credit for what was won, last \(Words.weeks(period))",
      note: "Conversions by the day of their signals, shared among the actions before them by the tenant's attribution "
        + "model, \(model).",
      [
        ReportPart(
          figures: [ReportFigure(conversions, period), ReportFigure(amounts, period)],
          exhibits: [
            MetricTables.breakdown(
              conversions,
              "by_action_type",
              label: "action_type",
              title: "Credited conversions by action type"
            )
          ]
        ),
        ReportPart(exhibits: [results(conversions), currencies(amounts)]),
      ]
    )
  }

  private static func results(_ metric: Metric) -> ReportExhibit {
    let rows = metric.breakdowns.first { $0.name == "by_result" }?.rows ?? []
    return ReportExhibit(
      ReportTable(
        "credited_conversions_by_result",
        title: "Won and lost",
        [.text("result"), .number("value", "Conversions"), .number("sample_size", "Credits")],
        rows: rows.map { row in
          [
            .text(row.label("result"), missing: "(not told apart)"), .number(row.figure.value, unit: metric.unit),
            .count(row.figure.sampleSize),
          ]
        },
        emptyText: metric.figure.missing ?? "There was no conversion."
      )
    )
  }

  private static func currencies(_ metric: Metric) -> ReportExhibit {
    let rows = metric.breakdowns.first { $0.name == "by_currency" }?.rows ?? []
    return ReportExhibit(
      ReportTable(
        "credited_amount_by_currency",
        title: "Amounts by currency",
        [.text("currency"), .text("result"), .number("value", "Amount"), .number("sample_size", "Credits")],
        rows: rows.map { row in
          [
            .text(row.label("currency"), missing: "(none named)"),
            .text(row.label("result"), missing: "(not told apart)"),
            .number(row.figure.value, unit: MetricUnit.currency.rawValue), .count(row.figure.sampleSize),
          ]
        },
        emptyText: "No credited conversion carried an amount."
      )
    )
  }
}
