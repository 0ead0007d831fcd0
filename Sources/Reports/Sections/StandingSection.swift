import Analytics
import EventModel

/// What the report's own actions have come to so far, and what waits for a person.
enum StandingSection {
  /// `nil` where nobody looked.
  static func section(_ figures: ReportFigures) -> ReportSection? {
    guard let evidence = figures.input.standing else { return nil }
    var parts = [ReportPart(exhibits: [soFar(figures)])]
    if figures.order.kind.audience == .manager { parts.append(waiting(evidence, figures)) }
    return ReportSection(
      .standing,
      title: "Where it stands",
      note: "As it stood when this page was made. Good news comes early, and bad news only when a window closes: these "
        + "counts are no rates.",
      isLasting: false,
      parts
    )
  }

  private static func soFar(_ figures: ReportFigures) -> ReportExhibit {
    let standing = figures.activity.standing
    let rows: [(String, Int64)] = [
      ("open", standing.openCount), ("positive", standing.positiveCount), ("negative", standing.negativeCount),
      ("expired", standing.expiredCount), ("ambiguous", standing.ambiguousCount),
    ]
    return ReportExhibit(
      ReportTable(
        "standing",
        title: "The actions of \(DayText.span(figures.order.period)) so far",
        [.text("status"), .number("count", "Actions"), .text("meaning")],
        rows: figures.activity.own.actionCount == 0
          ? [] : rows.map { [.text($0.0), .count($0.1), .text(meaning(of: $0.0))] },
        emptyText: "No action was recorded on these days."
      )
    )
  }

  private static func meaning(of status: String) -> String {
    switch status {
    case "open": "waiting for an answer"
    case "positive": "succeeded so far"
    case "negative": "failed so far"
    case "expired": "the window closed without an answer"
    default: "the answer was unclear: a person's label decides"
    }
  }

  private static func waiting(_ evidence: StandingEvidence, _ figures: ReportFigures) -> ReportPart {
    let clock = figures.order.clock
    let count = figures.activity.ambiguousCount
    let table = ReportTable(
      "waiting_for_a_label",
      title: "Waiting for a label",
      [
        .text("acted_at", "Action at"), .text("action_type"), .text("outcome_type"), .text("rep_id"),
        .text("outcome_id", "Outcome"),
      ],
      rows: evidence.waiting.map { row in
        [
          ReportTable.Cell(value: .time(row.actedAt), text: clock.text(row.actedAt)), .text(row.actionType.text),
          ReportTable.Cell(value: .string(row.outcomeType.rawValue), text: Words.label(row.outcomeType.rawValue)),
          .text(row.repID), .text(row.id.description),
        ]
      },
      emptyText: "Nothing waits for a label."
    )
    let sentence =
      evidence.waiting.isEmpty
      ? []
      : [
        "\(Words.count(count, "outcome")) of the last \(Words.weeks(figures.order.lookBack)) "
          + "\(count == 1 ? "waits" : "wait") for a person's label; the latest \(evidence.waiting.count) are listed. "
          + "POST /outcomes/{id}/label decides one."
      ]
    return ReportPart(sentences: sentence, exhibits: [ReportExhibit(table)])
  }
}
