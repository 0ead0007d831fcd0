import EventModel

/// What needs attention.
enum AlertSection {
  private static let rowCountMax = 20

  /// `nil` where nothing is open: a report doesn't speak of what it wasn't told.
  static func section(_ figures: ReportFigures) -> ReportSection? {
    guard let alerts = figures.input.standing?.alerts, !alerts.isEmpty else { return nil }
    let clock = figures.order.clock
    let table = ReportTable(
      "alerts",
      title: "Open alerts",
      [.text("severity"), .text("title", "Alert"), .text("since")],
      rows: alerts.prefix(rowCountMax).map { alert in
        [
          .text(alert.severity), .text(alert.title),
          ReportTable.Cell(value: .time(alert.since), text: clock.text(alert.since)),
        ]
      },
      emptyText: "Nothing is open."
    )
    let left = alerts.count - min(alerts.count, rowCountMax)
    return ReportSection(
      .alerts,
      title: "Open alerts",
      note: "As it stood when this page was made.",
      isLasting: false,
      [ReportPart(sentences: left > 0 ? ["\(left) more are open."] : [], exhibits: [ReportExhibit(table)])]
    )
  }
}
