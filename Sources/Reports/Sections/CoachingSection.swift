import Coaching
import EventModel

/// What goes along with success, and what to do about it.
package enum CoachingSection {
  private static let patternCountMax = 5
  private static let confoundedCountMax = 5

  /// `nil` where nobody looked.
  package static func section(_ coaching: CoachingEvidence?) -> ReportSection? {
    guard let coaching else { return nil }
    let report = coaching.report
    var parts = CoachingPattern.Kind.allCases.compactMap { kind -> ReportPart? in
      let patterns = report.patterns.filter { $0.kind == kind }
      return patterns.isEmpty ? nil : part(kind, Array(patterns.prefix(patternCountMax)))
    }
    if parts.isEmpty { parts = [ReportPart(sentences: [nothing(report)])] }
    if !report.confounded.isEmpty {
      parts.append(
        ReportPart(title: "Not to act on", sentences: report.confounded.prefix(confoundedCountMax).map(\.sentence))
      )
    }
    let leftOut =
      coaching.leftOutCount > 0 ? " \(ValueText.count(coaching.leftOutCount)) older outcomes are left out." : ""
    return ReportSection(
      .coaching,
      title: "What goes along with success",
      note: "Found by statistics among \(Words.count(report.overall.trials, "matured outcome")) of the last "
        + "\(coaching.dayCount) days; what another attribute explains is left out. It shows no cause.\(leftOut)",
      // Looked up anew for each page: patterns follow from many outcomes and move a little with each.
      isLasting: false,
      parts
    )
  }

  private static func part(_ kind: CoachingPattern.Kind, _ patterns: [CoachingPattern]) -> ReportPart {
    let rate = "proportion"
    let table = ReportTable(
      kind.listName,
      title: title(kind),
      [
        .text("pattern"), .number("success_rate", "Succeeds"), .number("sample_size", "Cases"),
        .number("rest_rate", "The rest"), .number("difference"), .number("interval", "95 % interval"),
      ],
      rows: patterns.map { pattern in
        let evidence = pattern.evidence
        return [
          .text("\(Words.label(evidence.value.attribute.rawValue)): \(evidence.value.text ?? "")"),
          .number(evidence.comparison.groupRate, unit: rate), .count(evidence.comparison.group.trials),
          .number(evidence.comparison.restRate, unit: rate),
          .number(evidence.comparison.difference, unit: "proportion_difference"),
          .interval(
            evidence.differenceInterval.lower,
            evidence.differenceInterval.upper,
            unit: "proportion_difference"
          ),
        ]
      },
      emptyText: ""
    )
    return ReportPart(
      title: title(kind),
      sentences: patterns.map { "\($0.sentence) \($0.recommendation)" },
      exhibits: [ReportExhibit(table)]
    )
  }

  private static func title(_ kind: CoachingPattern.Kind) -> String {
    switch kind {
    case .escalationPattern: "Escalations"
    case .topAction: "What does better"
    case .improvementArea: "What does worse"
    }
  }

  private static func nothing(_ report: CoachingReport) -> String {
    guard report.testCount > 0 else {
      return "There are too few outcomes to look for patterns: a value needs \(report.policy.sampleCountMin) matured "
        + "outcomes, and as many without it."
    }
    return "Of \(Words.count(Int64(report.testCount), "value")) that were tested none stands out for certain."
  }
}
