public import Analytics
import EventModel
public import Reports

/// What a manager looks at: the team of these weeks, and what waits for a decision.
public enum ManagerBoard {
  private static let names: [MetricName] = [
    .successRate, .responseRate, .meetingRate, .dealProgressionRate, .escalationRate, .creditedConversions,
  ]
  private static let feedbackNames: [MetricName] = [
    .feedbackScore, .feedbackRate, .feedbackConcordance, .labelAgreement, .feedbackFatigue,
  ]

  /// - Parameter document: of the team.
  public static func board(_ document: AnalyticsDocument, tasks: [BoardTaskList], clock: LocalClock) -> Board {
    let period = document.period
    let days = Words.days(period)
    var sections = [TrendSection.section(document)]
    if let success = document[.successRate] {
      sections.append(
        BoardSection(
          "team",
          title: "Side by side",
          note:
            "In the order of their names, and no ranking: whiskers that overlap say nothing. Only a difference that "
            + "holds at equal other circumstances is named.",
          [RateSection.byRep(success, document)]
        )
      )
    }
    sections.append(ConfidenceSection.section(document))
    sections.append(
      BoardSection(
        "feedback",
        title: "Feedback",
        note: "Ratings on one scale from -1 to 1, and whether people still answer.",
        [ReportPart(figures: feedbackNames.compactMap { document[$0] }.map { ReportFigure($0, period) })]
      )
    )
    return Board(
      .manager,
      headline: [
        BoardWords.rate(document[.successRate], of: "decided action", "succeeded", days),
        ConfidenceSection.verdict(document), BoardWords.waiting(tasks),
      ].joined(separator: " "),
      figures: names.compactMap { document[$0] }.map { ReportFigure($0, period) },
      tasks: tasks,
      sections: sections,
      period: period,
      clock: clock,
      madeAt: document.generatedAt
    )
  }
}
