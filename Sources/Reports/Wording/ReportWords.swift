import Analytics
import Calibration
import Coaching
import EventModel

/// The title, the headline and the summary of a report.
enum ReportWords {
  static func title(of order: ReportOrder) -> String {
    let team = order.team.map { " of team \($0.text)" } ?? ""
    let kind = order.kind == .daily ? "Daily report" : "Weekly report"
    return "\(kind)\(team), \(DayText.span(order.period))"
  }

  // MARK: Headline

  static func headline(_ figures: ReportFigures) -> String {
    let order = figures.order
    guard !figures.isEmpty else {
      return "No action was recorded in the \(Words.weeks(order.lookBack)) up to \(DayText.long(order.period.to))."
    }
    return [activity(figures), success(figures), confidence(figures)].compactMap { $0 }.joined(separator: " ")
  }

  private static func activity(_ figures: ReportFigures) -> String {
    let days = (figures.order.kind == .daily ? "On " : "From ") + DayText.span(figures.order.period)
    guard figures.activity.own.actionCount > 0 else { return "\(days) the agent took no action." }
    return "\(days) the agent took \(Words.count(figures.activity.own.actionCount, "action"))."
  }

  private static func success(_ figures: ReportFigures) -> String? {
    guard let success = figures.document[.successRate] else { return nil }
    let weeks = Words.weeks(figures.order.lookBack)
    guard let rate = success.figure.value else {
      return "Of the last \(weeks) no action's outcome is decided yet."
    }
    let sentence =
      "Of \(Words.count(success.figure.sampleSize, "decided action")) of the last \(weeks) "
      + "\(ValueText.text(rate, unit: success.unit)) succeeded"
    guard let change = success.change, let difference = change.difference else { return "\(sentence)." }
    let size = "\(FigureText.decimal(tenths: FigureText.tenths(abs(difference)))) points"
    switch change.statement {
    case .insufficientData, .unchanged: return "\(sentence), no credible change."
    case .rose: return "\(sentence), at equal outcome type \(size) more than before."
    case .fell: return "\(sentence), at equal outcome type \(size) less than before."
    }
  }

  /// The action type of the widest credible gap.
  private static func confidence(_ figures: ReportFigures) -> String? {
    let wrong = figures.input.calibration.filter { $0.summary.isCalibrated == false && $0.summary.gap != nil }
    guard let worst = wrong.max(by: { abs($0.summary.gap ?? 0) < abs($1.summary.gap ?? 0) }),
      let gap = worst.summary.gap
    else { return nil }
    let points = FigureText.decimal(tenths: FigureText.tenths(abs(gap)))
    return "Its confidence in \(worst.actionType.text) is \(points) points too \(gap > 0 ? "high" : "low") on average."
  }

  // MARK: Summary

  static func summary(_ figures: ReportFigures) -> [Report.Fact] {
    let names: [MetricName] =
      switch figures.order.kind.audience {
      case .manager: [.successRate, .responseRate, .escalationRate, .confidenceGap]
      case .executive: [.successRate, .costPerSuccess, .timeSaved, .returnOnInvestment, .confidenceGap]
      }
    let weeks = Words.weeks(figures.order.lookBack)
    let metrics = names.compactMap { figures.document[$0] }.map { metric in
      Report.Fact(name: "\(Words.label(metric.name.rawValue)), \(weeks)", text: text(of: metric))
    }
    var facts = [actions(figures)] + metrics + [conversions(figures)].compactMap { $0 }
    if figures.order.kind.audience == .manager, figures.input.standing != nil {
      facts.append(
        Report.Fact(
          name: "Waiting for a label",
          text: Words.count(figures.activity.ambiguousCount, "outcome")
        )
      )
    }
    if let alerts = figures.input.standing?.alerts, !alerts.isEmpty {
      facts.append(Report.Fact(name: "Open alerts", text: ValueText.count(Int64(alerts.count))))
    }
    return facts
  }

  private static func actions(_ figures: ReportFigures) -> Report.Fact {
    let activity = figures.activity
    return Report.Fact(
      name: figures.order.kind == .daily ? "Actions, the day" : "Actions, the week",
      text: "\(ValueText.count(activity.own.actionCount)) (before: \(ValueText.count(activity.previous.actionCount)))"
    )
  }

  private static func conversions(_ figures: ReportFigures) -> Report.Fact? {
    guard let metric = figures.ownDocument[.creditedConversions] else { return nil }
    let name = figures.order.kind == .daily ? "Credited conversions, the day" : "Credited conversions, the week"
    return Report.Fact(name: name, text: ValueText.text(metric.figure.value ?? 0, unit: metric.unit))
  }

  private static func text(of metric: Metric) -> String {
    guard let value = metric.figure.value else { return "not known yet" }
    let text = ValueText.text(value, unit: metric.unit)
    guard MetricUnit(rawValue: metric.unit) == .proportion else {
      return "\(text), \(Words.count(metric.figure.sampleSize, "case"))"
    }
    return "\(text) of \(ValueText.count(metric.figure.sampleSize))"
  }
}
