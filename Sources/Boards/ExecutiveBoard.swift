public import Analytics
import EventModel
public import Reports

/// What an executive looks at: effect in money and time, with what is assumed.
public enum ExecutiveBoard {
  private static let names: [MetricName] = [
    .costPerSuccess, .timeSaved, .timeSavedValue, .returnOnInvestment, .creditedConversions, .creditedAmount,
  ]
  private static let rates: [MetricName] = [
    .successRate, .responseRate, .meetingRate, .dealProgressionRate, .escalationRate, .escalationResolutionRate,
  ]

  /// - Parameter document: of the tenant, for an executive.
  public static func board(_ document: AnalyticsDocument, clock: LocalClock) -> Board {
    let period = document.period
    let days = Words.days(period)
    var sections: [BoardSection] = []
    if let insights = document[.strategicInsights] {
      sections.append(
        BoardSection(
          "statements",
          title: "What stands out",
          note: "Statements that follow from the figures by fixed rules, where they can be told from chance.",
          [ReportPart(sentences: said(insights))]
        )
      )
    }
    sections.append(
      BoardSection(
        "people",
        title: "The agent beside people",
        note: "How people do is the tenant's own assumption (analytics_human_baseline), or measured before the agent.",
        [ValueSection.humans(document)]
      )
    )
    sections.append(
      BoardSection(
        "rates",
        title: "Success",
        note: "Only outcomes count whose window has ended. Compared with as many days before.",
        [ReportPart(figures: rates.compactMap { document[$0] }.map { ReportFigure($0, period) })]
      )
    )
    sections.append(TrendSection.section(document))
    if let conversions = document[.creditedConversions] {
      sections.append(
        BoardSection(
          "credit",
          title: "Who earned it",
          note: "Conversions shared among the actions before them, by the tenant's attribution model.",
          [
            ReportPart(exhibits: [
              MetricTables.breakdown(
                conversions,
                "by_action_type",
                label: "action_type",
                title: "Credited conversions by action type"
              )
            ])
          ]
        )
      )
    }
    sections.append(assumptions(document))
    return Board(
      .executive,
      headline: [
        BoardWords.value(document, days),
        BoardWords.rate(document[.successRate], of: "decided action", "succeeded", days),
        ConfidenceSection.verdict(document),
      ].joined(separator: " "),
      figures: names.compactMap { document[$0] }.map { ReportFigure($0, period) },
      sections: sections,
      period: period,
      clock: clock,
      madeAt: document.generatedAt
    )
  }

  private static func said(_ insights: Metric) -> [String] {
    if let missing = insights.figure.missing { return [missing] }
    let statements = StatementSection.statements(insights)
    if !statements.isEmpty { return statements }
    let count = Words.count(insights.figure.sampleSize, "statement")
    return ["Of \(count) that were tested none is certain enough to be made."]
  }

  /// What the figures in money and time take for granted.
  private static func assumptions(_ document: AnalyticsDocument) -> BoardSection {
    let names: [MetricName] = [.costPerInteraction, .costPerSuccess, .timeSaved, .timeSavedValue, .returnOnInvestment]
    let rows = names.compactMap { document[$0] }.flatMap { metric in
      metric.details.map { detail in
        [
          ReportTable.Cell.text(Words.label(metric.name.rawValue)), .text(Words.plain(detail.name)),
          ReportTable.Cell(value: detail.value, text: BoardWords.text(detail.value)),
        ]
      }
    }
    return BoardSection(
      "assumptions",
      title: "What is assumed",
      note: "Change it with “reckoner settings set”: analytics_minutes_saved_per_action, analytics_hourly_cost and "
        + "analytics_human_baseline. What isn't set has no number.",
      [
        ReportPart(exhibits: [
          ReportExhibit(
            ReportTable(
              "assumptions",
              title: "Assumptions behind the figures",
              [.text("figure"), .text("assumption"), .text("value")],
              rows: rows,
              emptyText: "Nothing is assumed."
            )
          )
        ])
      ]
    )
  }
}
