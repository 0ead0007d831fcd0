import Calibration
import Documents
import EventModel
import Insight
import Store
import Workers

/// Corrections and their history as lines for a person.
enum CalibrationText {
  static func lines(of standings: [CalibrationReader.Standing]) -> [String] {
    if standings.isEmpty { return ["no action type of this tenant has samples that were judged"] }
    var table = Table([
      .left("action type"), .right("version"), .right("scaling"), .right("threshold"), .left("verdict"), .left("mode"),
    ])
    for standing in standings {
      let state = standing.row.state
      table.add([
        standing.row.key.actionType.text, String(state.version),
        NumberText.fixed(state.correction.confidenceScaling, decimals: 4),
        NumberText.fixed(state.correction.escalationThreshold, decimals: 4), verdict(state), mode(state),
      ])
    }
    let proposals = standings.compactMap(\.proposal)
    if proposals.isEmpty { return table.lines() }
    return table.lines() + ["", "waiting for a person:"] + proposals.flatMap(lines(of:)).indented
  }

  static func lines(of rows: [AdjustmentRow]) -> [String] {
    rows.isEmpty ? ["no correction was ever changed"] : rows.flatMap(lines(of:))
  }

  /// One line that says what is in force now.
  static func state(_ row: StateRow) -> String {
    "\(row.key.actionType): version \(row.state.version), scaling "
      + "\(NumberText.fixed(row.state.correction.confidenceScaling, decimals: 4)), threshold "
      + "\(NumberText.fixed(row.state.correction.escalationThreshold, decimals: 4)), \(verdict(row.state)), "
      + mode(row.state)
  }

  private static func lines(of row: AdjustmentRow) -> [String] {
    let name = row.version.map { "version \($0)" } ?? row.status.rawValue
    let person = row.decidedBy.map { " by \($0)" } ?? ""
    return [
      "\(row.key.actionType) \(name), \(row.kind.rawValue), \(row.decidedAt.rfc3339)\(person): scaling "
        + "\(NumberText.fixed(row.before.confidenceScaling, decimals: 4)) -> "
        + "\(NumberText.fixed(row.after.confidenceScaling, decimals: 4)), threshold "
        + "\(NumberText.fixed(row.before.escalationThreshold, decimals: 4)) -> "
        + NumberText.fixed(row.after.escalationThreshold, decimals: 4)
    ] + [row.reason].indented
  }

  private static func verdict(_ state: CalibrationState) -> String {
    let text =
      switch state.verdict {
      case .calibrated: "calibrated"
      case .overconfident: "overconfident"
      case .underconfident: "underconfident"
      case .insufficientData: "too few samples"
      }
    return state.isAtBound ? text + ", at its bounds" : text
  }

  private static func mode(_ state: CalibrationState) -> String {
    state.isFrozen ? state.mode.rawValue + ", frozen" : state.mode.rawValue
  }
}
