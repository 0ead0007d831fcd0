import Coaching
import Documents
import EventModel
import Insight
import SettingModel

/// Patterns as lines for a person.
enum CoachingText {
  static func lines(of coaching: TenantCoaching) -> [String] {
    let report = coaching.report
    return head(of: coaching)
      + CoachingPattern.Kind.allCases.flatMap { kind in
        section(kind.title, report.patterns.filter { $0.kind == kind }.map(entry(of:)))
      }
      + section(
        "Not to act on",
        report.confounded.map { [SafeText.safe($0.sentence)] }
      )
  }

  private static func head(of coaching: TenantCoaching) -> [String] {
    let report = coaching.report
    let count = NumberText.count(report.overall.trials)
    let rate = report.overall.rate.map { NumberText.fixed($0 * 100, decimals: 1) } ?? NumberText.none
    let patterns = report.patterns.count == 1 ? "1 pattern" : "\(report.patterns.count) patterns"
    let leftOut =
      coaching.leftOutCount > 0
      ? ["\(NumberText.count(coaching.leftOutCount)) older outcomes of the period are left out"] : []
    return [
      "last \(coaching.dayCount) days up to \(coaching.madeAt.rfc3339), clocks of \(coaching.timeZone.text)",
      "\(count) matured outcomes, \(rate) % of them successes; \(patterns) among \(report.testCount) values with enough "
        + "outcomes",
    ] + leftOut
  }

  private static func section(_ title: String, _ entries: [[String]]) -> [String] {
    if entries.isEmpty { return [] }
    return ["", "\(title):"] + entries.flatMap { lines in lines.enumerated().map { $0 == 0 ? "- \($1)" : "  \($1)" } }
  }

  private static func entry(of pattern: CoachingPattern) -> [String] {
    [SafeText.safe(pattern.sentence), pattern.recommendation, "pattern \(pattern.id)"]
  }
}

extension CoachingPattern.Kind {
  /// The heading over patterns of this kind.
  fileprivate var title: String {
    switch self {
    case .escalationPattern: "Escalations"
    case .topAction: "What does better"
    case .improvementArea: "What does worse"
    }
  }
}
