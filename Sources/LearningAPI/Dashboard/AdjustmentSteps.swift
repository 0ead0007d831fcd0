import Calibration
import EventModel
import Reports
import Store

/// The steps of corrections as tables, one for each action type, with the reason of each.
enum AdjustmentSteps {
  static let countMax = 500
  private static let rowCountMax = 20

  static func tables(_ rows: [AdjustmentRow], clock: LocalClock) -> [ActionType: ReportTable] {
    Dictionary(grouping: rows, by: \.key.actionType).mapValues { rows in
      ReportTable(
        "steps",
        title: "Steps of the correction",
        [
          .text("decided_at", "When"), .text("status"), .number("scaling", "Scaling"),
          .number("threshold", "Escalation threshold"), .text("reason"), .text("decided_by", "By"),
        ],
        rows: rows.prefix(rowCountMax).map { row in
          [
            ReportTable.Cell(value: .time(row.decidedAt), text: clock.text(row.decidedAt)),
            .text("\(Words.plain(row.kind.rawValue)), \(row.status.rawValue)"),
            cell(row.before.confidenceScaling, row.after.confidenceScaling),
            cell(row.before.escalationThreshold, row.after.escalationThreshold),
            .text(row.reason), .text(row.decidedBy, missing: "Reckoner"),
          ]
        },
        emptyText: "Nothing was changed yet."
      )
    }
  }

  private static func cell(_ before: Double, _ after: Double) -> ReportTable.Cell {
    let text = { ValueText.fixed($0, decimals: 3) }
    return ReportTable.Cell(
      value: .array([.real(before), .real(after)]),
      text: before == after ? text(after) : "\(text(before)) → \(text(after))"
    )
  }
}
