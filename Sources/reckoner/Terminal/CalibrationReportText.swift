import Calibration
import Documents
import EventModel
import Insight
import Workers

/// Reports from the database as lines for a person.
enum CalibrationReportText {
  static func lines(of reports: [CalibrationReport]) -> [String] {
    if reports.isEmpty { return ["no action type of this tenant has samples"] }
    return Array(reports.map(lines(of:)).joined(separator: [""]))
  }

  private static func lines(of report: CalibrationReport) -> [String] {
    let head =
      "\(report.actionType): \(NumberText.count(report.maturedCount)) samples are matured and count, "
      + "\(NumberText.count(report.unmaturedCount)) are not yet"
    let state = report.state.map { state in
      "the latest judgement: \(state.verdict.rawValue.replacing("_", with: " ")), scaling "
        + NumberText.fixed(state.correction.confidenceScaling, decimals: 4)
    }
    let judgement = report.maturedCount > 0 ? ForecastScoreText.judgement(of: report.score) : []
    return [head] + ([state].compactMap { $0 } + judgement).indented
  }

  static func lines(of days: [CalibrationDay]) -> [String] {
    var table = Table([
      .left("day"), .right("matured"), .right("not yet"), .right("says"), .right("happens"), .right("gap"),
      .right("Brier"), .right("ECE"),
    ])
    for day in days {
      let summary = day.summary
      table.add([
        String(day.day.rfc3339.prefix(10)), NumberText.count(summary.sampleCount),
        NumberText.count(day.unmaturedCount), NumberText.fixed(summary.meanConfidence),
        NumberText.fixed(summary.baseRate), NumberText.signed(summary.gap),
        NumberText.fixed(summary.brierScore, decimals: 4),
        NumberText.fixed(summary.expectedCalibrationError, decimals: 4),
      ])
    }
    return table.lines()
  }

  static func lines(of reports: [CalibrationDriftReport]) -> [String] {
    if reports.isEmpty { return ["no action type of this tenant has samples"] }
    return reports.flatMap { report in
      let periods =
        "actions from \(report.middle.rfc3339) to \(report.to.rfc3339) against those from \(report.from.rfc3339)"
      let window = report.window.map {
        "; later ones are not all matured, because a window is up to \(NumberText.span($0))"
      }
      return ["\(report.actionType): \(DriftSentence.text(on: report.drift))"]
        + ([periods + (window ?? "")] + test(report.drift)).indented
    }
  }

  private static func test(_ drift: CalibrationDrift) -> [String] {
    guard let comparison = drift.comparison else { return [] }
    let mean =
      "mean gap: z = \(NumberText.signed(comparison.meanScore)), p = "
      + NumberText.fixed(comparison.meanProbability, decimals: 4)
    guard let statistic = comparison.binStatistic, let probability = comparison.binProbability else { return [mean] }
    return [
      mean,
      "\(comparison.binCount) bins: chi-square = \(NumberText.fixed(statistic)), p = "
        + NumberText.fixed(probability, decimals: 4),
    ]
  }

  static func lines(of reports: [AnswerReport]) -> [String] {
    if reports.isEmpty { return ["this tenant has no actions that can be answered"] }
    var table = Table([
      .left("action type"), .right("answered"), .right("not yet"), .right("by 1 h"), .right("by 24 h"),
      .right("by 7 d"),
      .right("by 30 d"), .right("half by"),
    ])
    for report in reports {
      let curve = report.curve
      table.add(
        [
          report.actionType.text, NumberText.count(curve.answeredCount), NumberText.count(curve.censoredCount),
        ] + ProductLimit.usualMinutes.map { share(curve.estimate(at: $0)) }
          + [curve.medianMinute.map { NumberText.span(.seconds($0 * 60)) } ?? NumberText.none]
      )
    }
    return table.lines() + ["95 % intervals in brackets; n were unanswered and watched until then"]
  }

  private static func share(_ estimate: ProductLimit.Estimate?) -> String {
    guard let estimate else { return NumberText.none }
    return "\(percent(estimate.shareAnswered)) % (\(percent(estimate.lower)) to \(percent(estimate.upper)), n = "
      + "\(NumberText.count(estimate.atRiskCount)))"
  }

  private static func percent(_ share: Double) -> String {
    NumberText.fixed(share * 100, decimals: 1)
  }
}
