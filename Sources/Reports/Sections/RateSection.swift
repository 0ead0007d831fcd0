package import Analytics
import EventModel

/// How often actions succeed, over the look-back.
package enum RateSection {
  private static let rates: [MetricName] = [
    .successRate, .responseRate, .meetingRate, .dealProgressionRate, .escalationRate, .escalationResolutionRate,
  ]

  static func section(_ figures: ReportFigures) -> ReportSection {
    let document = figures.document
    let period = figures.order.lookBack
    let metrics = rates.compactMap { document[$0] }
    var parts = [ReportPart(figures: metrics.map { ReportFigure($0, period) })]
    if let success = document[.successRate] {
      parts.append(ReportPart(exhibits: byType(success)))
      if success.breakdowns.contains(where: { $0.name == "by_rep" }) { parts.append(byRep(success, document)) }
    }
    let trends = [MetricName.responseRate, .meetingRate, .dealProgressionRate, .escalationResolutionRate]
      .compactMap { document[$0] }.filter { $0.figure.value != nil }
      .compactMap { MetricTables.trend($0, title: "\(Words.label($0.name.rawValue)) by week") }
    if !trends.isEmpty { parts.append(ReportPart(title: "Trends", exhibits: trends)) }
    return ReportSection(
      .rates,
      title: "Success, last \(Words.weeks(period))",
      note:
        "Only outcomes count whose window had ended by the end of \(DayText.long(period.to)) (UTC); a window is up to a "
        + "month long, so that the last days are not in every rate. Compared with the \(Words.weeks(period)) before.",
      parts
    )
  }

  private static func byType(_ success: Metric) -> [ReportExhibit] {
    let isTeam = success.breakdowns.contains { $0.name == "by_rep" }
    let note: ((MetricRow) -> String?)? = isTeam ? { standing($0) } : nil
    let title = "Success rate by action type"
    return [MetricTables.breakdown(success, "by_action_type", label: "action_type", title: title, note: note)]
  }

  /// The reps side by side, with what is credible at equal other circumstances.
  package static func byRep(_ success: Metric, _ document: AnalyticsDocument) -> ReportPart {
    let opportunities = document[.coachingOpportunities]?.breakdowns.first?.rows ?? []
    return ReportPart(
      sentences: opportunities.compactMap { $0.text("sentence") },
      exhibits: [
        MetricTables.breakdown(success, "by_rep", label: "rep_id", title: "Success rate by rep", note: standing)
      ]
    )
  }

  /// Only what is credible at equal other circumstances is said.
  private static func standing(_ row: MetricRow) -> String? {
    switch row.text("flag") {
    case "above": "▲ credibly above the others"
    case "below": "▼ credibly below the others"
    default: nil
    }
  }
}
