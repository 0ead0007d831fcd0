import Calibration
import EventModel

/// Why a correction changes, in a sentence that a person understands.
enum AdjustmentReason {
  static func sentence(_ judgement: Judgement) -> String {
    let bins = judgement.evidence.bins
    let weight = bins.reduce(0) { $0 + $1.weightSum }
    let said = bins.reduce(0) { $0 + $1.confidenceSum } / weight
    let happened = bins.reduce(0) { $0 + $1.outcomeSum } / weight
    let direction =
      switch judgement.verdict {
      case .overconfident: "more than happens"
      case .underconfident: "less than happens"
      case .calibrated, .insufficientData: "what happens"
      }
    return "It says \(direction): on average \(percent(said)) % where \(percent(happened)) % came true, over "
      + "\(judgement.gap.sampleCount) matured actions."
  }

  private static func percent(_ share: Double) -> Int {
    Int((share * 100).rounded())
  }
}
