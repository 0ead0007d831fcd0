package import Calibration
import Coaching

/// Calibration in words.
package enum CalibrationWords {
  package static func sentence(_ summary: CalibrationSummary) -> String {
    guard let stated = summary.meanConfidence, let rate = summary.baseRate else {
      return "There is no matured sample."
    }
    let mean =
      "It states \(percent(stated)) on average, and \(percent(rate)) of \(Words.count(summary.sampleCount, "case")) came "
      + "true."
    let wrong = summary.curve.points.filter { $0.isMiscalibrated == true }
    guard let worst = wrong.max(by: { abs($0.gap ?? 0) < abs($1.gap ?? 0) }), let says = worst.meanConfidence,
      let happens = worst.actualRate
    else { return "\(mean) No bin contradicts what it states." }
    let bins = wrong.count == 1 ? "One bin contradicts" : "\(wrong.count) bins contradict"
    return "\(mean) \(bins) what it states; the widest gap: says \(percent(says)), happens \(percent(happens)), "
      + "\(Words.count(worst.sampleCount, "case"))."
  }

  package static func judgement(_ point: CalibrationPoint) -> String {
    switch point.isMiscalibrated {
    case nil: "no evidence"
    case false?:
      point.meanConfidence.flatMap { point.interval?.contains($0) } ?? false ? "holds" : "within 15 points"
    case true?: (point.gap ?? 0) > 0 ? "▼ too high" : "▲ too low"
    }
  }

  private static func percent(_ rate: Double) -> String {
    "\(FigureText.decimal(tenths: FigureText.tenths(rate))) %"
  }
}

extension CalibrationSummary {
  /// Mean confidence minus the rate at which it came true: above 0 is overconfident. `nil` without evidence.
  package var gap: Double? {
    guard let meanConfidence, let baseRate else { return nil }
    return meanConfidence - baseRate
  }
}
