import Analytics
import EventModel

/// What was done, and what was won, on the report's own days.
enum ActivitySection {
  static func section(_ figures: ReportFigures) -> ReportSection {
    let order = figures.order
    return ReportSection(
      .activity,
      title: "Activity, \(DayText.span(order.period))",
      note: "Days are whole days of UTC. Compared with the \(order.kind == .daily ? "day" : "week") before.",
      [
        ReportPart(figures: counts(figures), exhibits: [types(figures)]),
        ReportPart(exhibits: [steps(figures)]),
      ]
    )
  }

  private static func counts(_ figures: ReportFigures) -> [ReportFigure] {
    let (own, previous, period) = (figures.activity.own, figures.activity.previous, figures.order.period)
    let credits = [MetricName.creditedConversions, .creditedAmount].compactMap { figures.ownDocument[$0] }
    return [
      ReportFigure(
        count: "actions",
        definition: "Actions that the agent took.",
        own.actionCount,
        previous: previous.actionCount,
        period
      ),
      ReportFigure(
        count: "escalations",
        definition: "Actions that hand over to a person: that expect an escalation_result.",
        own.escalationCount,
        previous: previous.escalationCount,
        period
      ),
    ] + credits.map { ReportFigure($0, period) }
  }

  private static func types(_ figures: ReportFigures) -> ReportExhibit {
    let rows = figures.activity.ownTypes.prefix(MetricTables.rowCountMax)
    let table = ReportTable(
      "actions_by_action_type",
      title: "Actions by type",
      [.text("action_type"), .number("count", "Actions"), .number("previous_count", "Before")],
      rows: rows.map { [.text($0.type.text), .count($0.count), .count($0.previous)] },
      emptyText: "No action was recorded on these days or the days before."
    )
    let bars = rows.map {
      BarChart.Bar(label: $0.type.text, value: Double($0.count), low: nil, high: nil, sampleSize: nil)
    }
    guard bars.contains(where: { $0.value != 0 }) else { return ReportExhibit(table) }
    let chart = BarChart(table.name, title: table.title, unit: MetricUnit.count.rawValue, bars: bars)
    return ReportExhibit(table, drawing: chart.drawing)
  }

  private static func steps(_ figures: ReportFigures) -> ReportExhibit {
    let steps = figures.activity.steps
    let step = figures.order.kind == .daily ? "day" : "week"
    let isEmpty = steps.allSatisfy { $0.count == 0 }
    let table = ReportTable(
      "actions_by_\(step)",
      title: "Actions by \(step)",
      [.text(step, step == "day" ? "Day" : "Week from"), .number("count", "Actions")],
      rows: isEmpty ? [] : steps.map { [.day($0.from), .count($0.count)] },
      emptyText: "No action was recorded in the last \(steps.count) \(step)s."
    )
    guard !isEmpty else { return ReportExhibit(table) }
    let columns = steps.map { ColumnChart.Column(label: DayText.short($0.from), count: $0.count) }
    return ReportExhibit(table, drawing: ColumnChart(table.name, title: table.title, columns: columns).drawing)
  }
}
