import Calibration
import Documents
import EventModel
import Insight
import Store
import Workers

/// A fitted map as sentences and a table.
enum RecalibrationMapText {
  static func lines(of reports: [RecalibrationFit.Report]) -> [String] {
    if reports.isEmpty { return ["no action type of this tenant has samples"] }
    return Array(reports.map(lines(of:)).joined(separator: [""]))
  }

  private static func lines(of report: RecalibrationFit.Report) -> [String] {
    fitted(report) + [inForce(report.inForce)].indented
  }

  private static func inForce(_ row: MapRow?) -> String {
    guard let row else { return "in force: none" }
    return "in force: version \(row.version), \(row.kind), fitted at \(row.fittedAt.rfc3339) to "
      + "\(NumberText.count(row.sampleCount)) samples, Brier score \(NumberText.fixed(row.brierBefore, decimals: 4)) before, "
      + "\(NumberText.fixed(row.brierAfter, decimals: 4)) after"
  }

  private static func fitted(_ report: RecalibrationFit.Report) -> [String] {
    let count = NumberText.count(report.sampleCount)
    guard let fit = report.recalibration else {
      return [
        "\(report.actionType): \(count) matured samples are too few; a map needs \(Recalibration.sampleCountMinDefault)"
      ]
    }
    if fit.map == .identity {
      return ["\(report.actionType): no map does better than the raw confidence, over \(count) matured samples"]
    }
    let head =
      "\(report.actionType): the \(fit.map.kind) map has an out-of-sample Brier score of "
      + "\(NumberText.fixed(fit.brierAfter, decimals: 4)), the raw confidence \(NumberText.fixed(fit.brierBefore, decimals: 4)), "
      + "over \(count) matured samples"
    var table = Table([.right("raw"), .right("calibrated")])
    for tenth in 0...10 {
      let confidence = Double(tenth) / 10
      table.add([NumberText.fixed(confidence, decimals: 1), NumberText.fixed(fit.map.value(at: confidence))])
    }
    return [head] + table.lines().indented
  }
}
