public import Calibration
import Coaching
public import EventModel

/// What the calibration of one action type's last period is, against the one before.
public struct DriftReading: Hashable, Sendable {
  public let actionType: ActionType
  /// The begin of the period before.
  public let from: Timestamp
  /// Where the last period begins.
  public let middle: Timestamp
  /// Its end: every action before it is matured.
  public let to: Timestamp
  public let drift: CalibrationDrift

  public init(actionType: ActionType, from: Timestamp, middle: Timestamp, to: Timestamp, drift: CalibrationDrift) {
    self.actionType = actionType
    self.from = from
    self.middle = middle
    self.to = to
    self.drift = drift
  }

  static func observations(_ readings: [DriftReading], _ rule: AlertRule) -> [AlertObservation] {
    let countMin = rule.sampleCountMin ?? 1
    let subjectCount = max(readings.count { $0.comparison(sampleCountMin: countMin) != nil }, 1)
    return readings.map { $0.observation(rule, countMin, subjectCount) }
  }

  private func comparison(sampleCountMin: Int64) -> CalibrationDrift.Comparison? {
    min(drift.sampleCountBefore, drift.sampleCountAfter) >= sampleCountMin ? drift.comparison : nil
  }

  private func observation(_ rule: AlertRule, _ sampleCountMin: Int64, _ subjectCount: Int) -> AlertObservation {
    let subject = AlertSubject(actionType.text)
    guard let comparison = comparison(sampleCountMin: sampleCountMin), let thresholds = rule.thresholds,
      let before = drift.meanGapBefore, let after = drift.meanGapAfter
    else {
      return .missing(
        subject,
        "\(actionType.text) has \(FigureText.count(drift.sampleCountBefore)) and "
          + "\(FigureText.count(drift.sampleCountAfter)) samples in the two periods; a statement needs "
          + "\(FigureText.count(sampleCountMin)) of each."
      )
    }
    // As the drift's own tests do it: each has half of the level.
    let level = (rule.significance ?? 1) / Double(subjectCount) / (comparison.binProbability == nil ? 1 : 2)
    let change = abs(comparison.gapChange)
    let isReshaped = comparison.binProbability ?? 1 <= level
    let mean = thresholds.standing(change, isSure: comparison.meanProbability <= level)
    let period = "\(middle.rfc3339) to \(to.rfc3339)"
    return AlertObservation(
      subject: subject,
      standing: isReshaped ? .bad : mean,
      figures: .init(
        observed: after,
        threshold: before + (comparison.gapChange < 0 ? -thresholds.enter : thresholds.enter),
        baseline: before,
        sampleCount: drift.sampleCountAfter
      ),
      title: title(comparison, isReshaped && mean != .bad),
      lines: [
        "In \(FigureText.count(drift.sampleCountAfter)) matured samples of \(period) the confidence in "
          + "\(actionType.text) was \(Self.points(after)) points above what came true on average; in "
          + "\(FigureText.count(drift.sampleCountBefore)) of the period before, \(Self.points(before)).",
        "If nothing had changed, the mean would move so far by chance with a probability of "
          + RateText.probability(comparison.meanProbability)
          + (comparison.binProbability.map {
            ", and the gaps of the \(comparison.binCount) bins with \(RateText.probability($0))"
          } ?? "") + "; at most \(RateText.probability(level)) counts as a change.",
      ],
      advice:
        "What to do: look at `reckoner calibration drift` and `reckoner calibration report`, and whether the agent or "
        + "its model changed; the correction of the confidence follows by itself unless it is frozen.",
      facts: [
        .init("Period", period), .init("Mean gap", "\(Self.points(after)) points"),
        .init("Before", "\(Self.points(before)) points"),
        .init(
          "Sample",
          "\(FigureText.count(drift.sampleCountAfter)) against \(FigureText.count(drift.sampleCountBefore))"
        ),
      ],
      evidence: .object([
        "from": .time(from), "middle": .time(middle), "to": .time(to), "gap_change": .real(comparison.gapChange),
        "mean_probability": .real(comparison.meanProbability), "bin_count": .count(comparison.binCount),
        "bin_probability": .real(comparison.binProbability), "level": .real(level),
      ])
    )
  }

  private func title(_ comparison: CalibrationDrift.Comparison, _ isShape: Bool) -> String {
    if isShape { return "The calibration of \(actionType.text) changed its shape" }
    return comparison.gapChange > 0
      ? "The agent became more confident in \(actionType.text) than comes true"
      : "The agent became less confident in \(actionType.text) than comes true"
  }

  private static func points(_ gap: Double) -> String { FigureText.signed(tenths: FigureText.tenths(gap)) }
}
