import Analytics
import Calibration
import EventModel

/// Whether what the agent states comes true.
package enum CalibrationSection {
  /// Action types with a diagram of their own; those with the most samples.
  static let typeCountMax = 6

  static func section(_ figures: ReportFigures) -> ReportSection {
    let period = figures.order.lookBack
    let all = figures.input.calibration.sorted {
      $0.summary.sampleCount != $1.summary.sampleCount
        ? $0.summary.sampleCount > $1.summary.sampleCount : $0.actionType < $1.actionType
    }
    let shown = all.filter { $0.summary.weightSum > 0 }.prefix(typeCountMax)
    let parts = shown.enumerated().map { part($0.element, number: $0.offset) }
    return ReportSection(
      .calibration,
      title: "Confidence against what came true",
      note:
        "Actions of the last \(Words.weeks(period)) whose windows have ended, of the whole tenant. On the line, what is "
        + "stated comes true as often as stated; below it the agent promises too much. A bin contradicts what it states "
        + "where the two are more than 15 points apart, and not by chance.",
      [ReportPart(exhibits: [overview(all)])] + parts
    )
  }

  /// All action types in one table.
  package static func overview(_ all: [CalibrationEvidence]) -> ReportExhibit {
    let unit = MetricUnit.proportion.rawValue
    let rows = all.prefix(MetricTables.rowCountMax).map { evidence in
      let summary = evidence.summary
      return [
        ReportTable.Cell.text(evidence.actionType.text), .count(summary.sampleCount), .count(evidence.unmaturedCount),
        .number(summary.meanConfidence, unit: unit), .number(summary.baseRate, unit: unit),
        .number(summary.gap, unit: MetricUnit.proportionDifference.rawValue),
        .number(summary.brierScore, unit: MetricUnit.ratio.rawValue),
        .number(summary.expectedCalibrationError, unit: MetricUnit.ratio.rawValue),
        ReportTable.Cell(value: .text(verdict(summary)?.rawValue), text: verdictText(summary)),
      ]
    }
    return ReportExhibit(
      ReportTable(
        "calibration_by_action_type",
        title: "By action type",
        [
          .text("action_type"), .number("sample_count", "Matured cases"), .number("unmatured_count", "Still open"),
          .number("mean_confidence", "States"), .number("base_rate", "Comes true"), .number("gap"),
          .number("brier_score"), .number("expected_calibration_error", "ECE"), .text("verdict"),
        ],
        rows: rows,
        emptyText: "There is no sample yet: a sample is an action with a confidence whose outcome is decided."
      )
    )
  }

  /// One action type: what it says in a sentence, its diagram and its scores.
  package static func part(_ evidence: CalibrationEvidence, number: Int) -> ReportPart {
    let summary = evidence.summary
    let name = "reliability_\(number + 1)"
    let diagram = ReliabilityDiagram(name, subject: evidence.actionType.text, points: summary.curve.points)
    return ReportPart(
      title: evidence.actionType.text,
      sentences: [CalibrationWords.sentence(summary)],
      exhibits: [
        ReportExhibit(curve(name, summary), drawing: diagram.drawing, chart: .reliability),
        ReportExhibit(scores(name, evidence)),
      ]
    )
  }

  private static func curve(_ name: String, _ summary: CalibrationSummary) -> ReportTable {
    let unit = MetricUnit.proportion.rawValue
    return ReportTable(
      "\(name)_bins",
      title: "Stated confidence and what came true",
      [
        .text("confidence", "Confidence"), .number("sample_count", "Cases"), .number("mean_confidence", "States"),
        .number("actual_rate", "Comes true"), .number("interval", "95 % interval"), .text("judgement"),
      ],
      rows: summary.curve.points.filter { $0.sampleCount > 0 }.map { point in
        [
          ReportTable.Cell(
            value: .array([.real(point.lower), .real(point.upper)]),
            text: "\(ValueText.fixed(point.lower, decimals: 1)) to \(ValueText.fixed(point.upper, decimals: 1))"
          ),
          .count(point.sampleCount), .number(point.meanConfidence, unit: unit), .number(point.actualRate, unit: unit),
          .interval(point.interval?.lower, point.interval?.upper, unit: unit),
          ReportTable.Cell(value: .flag(point.isMiscalibrated), text: CalibrationWords.judgement(point)),
        ]
      },
      emptyText: "There is no sample."
    )
  }

  private static func scores(_ name: String, _ evidence: CalibrationEvidence) -> ReportTable {
    let summary = evidence.summary
    let rows: [(String, String, Double?, String)] = [
      ("brier_score", "Brier score", summary.brierScore, "mean squared error; 0 is best"),
      (
        "brier_skill_score", "Brier skill", summary.brierSkillScore,
        "above 0 is better than always stating the rate at which it comes true"
      ),
      ("reliability", "of it reliability", summary.murphy?.reliability, "what miscalibration costs; 0 is best"),
      ("resolution", "of it resolution", summary.murphy?.resolution, "what telling cases apart gains; large is good"),
      ("uncertainty", "of it uncertainty", summary.murphy?.uncertainty, "what the case mix alone would score"),
      (
        "expected_calibration_error", "ECE", summary.expectedCalibrationError,
        "mean gap over the bins; 100 perfectly calibrated cases show about 0.1"
      ),
      ("maximum_calibration_error", "MCE", summary.maximumCalibrationError, "the largest gap of a bin"),
      ("log_loss", "Log loss", evidence.logLoss, "0 is best"),
    ]
    return ReportTable(
      "\(name)_scores",
      title: "Scores",
      [.text("score"), .number("value"), .text("meaning")],
      rows: rows.map { name, label, value, meaning in
        [
          ReportTable.Cell(value: .string(name), text: label),
          ReportTable.Cell(value: .real(value), text: value.map { ValueText.fixed($0, decimals: 3) } ?? ValueText.none),
          .text(meaning),
        ]
      },
      emptyText: ""
    )
  }

  /// What the matured samples of the look-back say, by the rules of miscalibration.
  static func verdict(_ summary: CalibrationSummary) -> CalibrationVerdict? {
    guard let isCalibrated = summary.isCalibrated, let gap = summary.gap else { return nil }
    if isCalibrated { return .calibrated }
    return gap > 0 ? .overconfident : .underconfident
  }

  private static func verdictText(_ summary: CalibrationSummary) -> String {
    switch verdict(summary) {
    case nil, .insufficientData: "too few cases"
    case .calibrated: "✓ no bin contradicts it"
    case .overconfident: "▼ promises too much"
    case .underconfident: "▲ promises too little"
    }
  }
}
