public import Calibration
import EventModel

/// A drift in words.
public enum DriftSentence {
  /// What a drift means, for somebody who leads a sales team.
  public static func text(on drift: CalibrationDrift) -> String {
    let counts =
      "\(NumberText.count(drift.sampleCountBefore)) actions before, \(NumberText.count(drift.sampleCountAfter)) now"
    guard let before = drift.meanGapBefore, let after = drift.meanGapAfter else {
      return "There are too few matured actions for a statement (\(counts))."
    }
    let change = "before, it \(claim(before)); now it \(claim(after)) (\(counts))."
    switch drift.statement {
    case .insufficientData: return "There are too few matured actions for a statement (\(counts))."
    case .unchanged: return "Nothing shows that its confidence holds more or less than before: \(change)"
    case .moreConfident: return "It promises more than before, measured by what happens: \(change)"
    case .lessConfident: return "It promises less than before, measured by what happens: \(change)"
    case .changedShape: return "On average it holds as before, but it errs at other confidences: \(change)"
    }
  }

  private static func claim(_ gap: Double) -> String {
    let points = NumberText.fixed(abs(gap) * 100, decimals: 1)
    return gap >= 0 ? "said \(points) points more than came true" : "said \(points) points less than came true"
  }
}
