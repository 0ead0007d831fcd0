public import Coaching
public import EventModel
public import Reports

/// What goes along with success, for whoever coaches.
public enum CoachingBoard {
  private static let confoundedCountMax = 5

  /// - Parameter answered: the patterns that the reader said something about already.
  public static func board(
    _ evidence: CoachingEvidence,
    answered: Set<PatternID>,
    clock: LocalClock,
    madeAt: Timestamp
  ) -> Board {
    let report = evidence.report
    let open = report.patterns.filter { !answered.contains($0.id) }
    var sections: [BoardSection] = []
    if let section = CoachingSection.section(evidence) {
      sections.append(BoardSection("patterns", title: section.title, note: section.note, section.parts))
    }
    return Board(
      .coaching,
      headline: headline(report),
      tasks: [
        BoardTaskList(
          "useful",
          title: "Is this useful?",
          note: "What you say decides which patterns are shown to others.",
          open.map(task),
          emptyText: report.patterns.isEmpty ? "There is no pattern to judge." : "You judged every pattern."
        )
      ],
      sections: sections,
      clock: clock,
      madeAt: madeAt
    )
  }

  private static func headline(_ report: CoachingReport) -> String {
    guard let first = report.patterns.first else {
      return "Nothing stands out for certain among \(Words.count(report.overall.trials, "matured outcome"))."
    }
    let count = Words.count(Int64(report.patterns.count), "pattern")
    return "\(count) \(report.patterns.count == 1 ? "stands" : "stand") out among "
      + "\(Words.count(report.overall.trials, "matured outcome")). \(first.sentence)"
  }

  private static func task(_ pattern: CoachingPattern) -> BoardTask {
    func fields(_ useful: String) -> [BoardTask.Field] {
      [BoardTask.Field("pattern_id", pattern.id.description), BoardTask.Field("useful", useful)]
    }
    return BoardTask(
      id: "pattern-\(pattern.id)",
      title: pattern.sentence,
      facts: [Words.count(pattern.evidence.comparison.group.trials, "case")],
      quote: pattern.recommendation,
      action: "/answers/pattern",
      answers: [
        BoardTask.Answer("Useful", key: "u", fields("true")),
        BoardTask.Answer("Not useful", key: "x", fields("false")),
      ]
    )
  }
}
