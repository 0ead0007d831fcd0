import EventModel

/// The escalations of a period, by day and action type.
enum EscalationHistory {
  /// The most rows of a history.
  static let rowCountMax = 1000

  /// The latest days come last; only days with an escalation are there, and of too many the latest.
  static func metric(_ pair: PeriodPair) -> Metric {
    let entries = pair.current.escalations.sorted { $0.key < $1.key }
    let rows = entries.suffix(rowCountMax).map { key, tally in
      MetricRow(
        [.text("day", key.day.description), .text("action_type", key.actionType.text)],
        figure(tally),
        details: details(tally.all)
      )
    }
    return Metric(
      .escalationHistory,
      figure(total(pair.current)),
      previous: figure(total(pair.previous)),
      details: details(total(pair.current).all)
        + [.count("rows_left_out_count", Int64(entries.count - rows.count))],
      breakdowns: [Breakdown("by_day_and_action_type", rows)]
    )
  }

  private static func total(_ period: PeriodTally) -> OutcomeTally {
    period.escalations.values.reduce(into: OutcomeTally()) { $0 += $1 }
  }

  private static func figure(_ tally: OutcomeTally) -> Figure {
    guard tally.all.total > 0 else { return .missing("There was no escalation.") }
    return .known(Double(tally.all.total), sampleSize: tally.all.total)
  }

  private static func details(_ counts: StatusCounts) -> [JSONMember] {
    [
      .count("resolved_count", counts.positive), .count("unresolved_count", counts.negative),
      .count("unanswered_count", counts.expired), .count("open_count", counts.pending),
      .count("ambiguous_count", counts.ambiguous),
    ]
  }
}
