import Calibration
import Documents
import Insight
import Workers

/// The score of a file of forecasts for a person: the verdict, both curves, and each metric with what it means.
enum ForecastScoreText {
  static func lines(_ score: ForecastScore) -> [String] {
    let summary = score.metrics.summary
    guard summary.sampleCount > 0 else { return ["no forecasts"] }
    return [size(of: summary)] + judgement(of: score)
  }

  /// The verdict, both curves, the metrics and the fit, of samples that there are.
  static func judgement(of score: ForecastScore) -> [String] {
    let summary = score.metrics.summary
    return [verdict(on: summary.curve), "", "bins of equal width"]
      + CurveText.lines(of: summary.curve, isJudged: true).indented
      + ["", "bins of equal weight"] + CurveText.lines(of: score.equalMassCurve, isJudged: true).indented
      + ["", "metrics"] + metrics(score, summary).indented
      + ["", "isotonic fit: what happens, without bins"] + fit(score.isotonicFit).indented
  }

  private static func size(of summary: CalibrationSummary) -> String {
    "\(NumberText.count(summary.sampleCount)) forecasts, total weight \(NumberText.fixed(summary.weightSum)), as much evidence"
      + " as \(NumberText.fixed(summary.effectiveSampleSize, decimals: 1)) of equal weight"
  }

  private static func verdict(on curve: CalibrationCurve) -> String {
    guard let isCalibrated = curve.isCalibrated else { return "no verdict: nothing has weight" }
    if isCalibrated { return "calibrated: in no bin of equal width does what happens contradict what was said" }
    let wrong = curve.points.filter { $0.isMiscalibrated == true }
    let names = wrong.map { point in
      "\((point.gap ?? 0) > 0 ? "overconfident" : "underconfident") where it says about "
        + NumberText.fixed(point.meanConfidence)
    }
    return "not calibrated: " + names.joined(separator: ", ")
  }

  private static func metrics(_ score: ForecastScore, _ summary: CalibrationSummary) -> [String] {
    var table = Table([.left("metric"), .right("value"), .left("meaning")])
    func add(_ name: String, _ value: Double?, _ meaning: String) {
      table.add([name, NumberText.fixed(value, decimals: 4), meaning])
    }
    add("mean confidence", summary.meanConfidence, "what was said on average")
    add("base rate", summary.baseRate, "what happened on average")
    add("Brier score", summary.brierScore, "mean squared error; 0 is best, an honest coin flip 0.25")
    add("Brier skill", summary.brierSkillScore, "gain over always saying the base rate; 1 is best, 0 is none")
    add("log loss", score.metrics.logLoss, "mean surprise; 0 is best, an honest coin flip 0.6931")
    add("ECE", summary.expectedCalibrationError, "mean gap of the bins; calibrated forecasts show some by chance")
    add("MCE", summary.maximumCalibrationError, "largest gap of a bin")
    add("ECE, equal weight", score.equalMassCurve.expectedCalibrationError, "the same over bins of equal weight")
    add("MCE, equal weight", score.equalMassCurve.maximumCalibrationError, "the same over bins of equal weight")
    add(
      "debiased error",
      summary.debiasedSquaredCalibrationError,
      "mean squared gap less what chance explains; about 0 is best"
    )
    add("reliability", summary.murphy?.reliability, "mean squared gap; Brier = reliability")
    add("resolution", summary.murphy?.resolution, "  - resolution: how far bins differ in what happens")
    add("uncertainty", summary.murphy?.uncertainty, "  + uncertainty: the score of the base rate")
    add("within bins", summary.murphy?.withinBinResidual, "  + what differs within the bins")
    add(
      "miscalibration",
      score.isotonicFit.corp?.miscalibration,
      "what recalibrating would gain; Brier = miscalibration"
    )
    add(
      "discrimination",
      score.isotonicFit.corp?.discrimination,
      "  - discrimination: what the order is worth, + uncertainty"
    )
    return table.lines()
  }

  private static func fit(_ fit: IsotonicFit) -> [String] {
    var table = Table([.right("said"), .right("happens")])
    for tenth in 0...10 {
      let confidence = Double(tenth) / 10
      table.add([NumberText.fixed(confidence, decimals: 1), NumberText.fixed(fit.rate(of: confidence))])
    }
    return table.lines()
  }
}
