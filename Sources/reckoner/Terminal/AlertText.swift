import Alerts
import Documents
import EventModel
import Workers

/// Alerts, silences and rules as lines for a person.
enum AlertText {
  static func lines(of alerts: [Alert], isCut: Bool, now: Timestamp) -> [String] {
    if alerts.isEmpty { return ["no alerts"] }
    let blocks = alerts.flatMap { [""] + lines(of: $0, now: now) }
    return Array(blocks.dropFirst()) + (isCut ? ["", "there are more: --limit shows them"] : [])
  }

  private static func lines(of alert: Alert, now: Timestamp) -> [String] {
    let span = NumberText.span((alert.resolvedAt ?? now) - alert.openedAt)
    let state =
      alert.isOpen
      ? "\(alert.state.rawValue), open for \(span) since \(alert.openedAt.rfc3339)"
      : "resolved at \(alert.resolvedAt?.rfc3339 ?? NumberText.none) (\(alert.ending?.rawValue ?? NumberText.none)), was "
        + "open for \(span)"
    let person = alert.acknowledgedBy.map {
      ["taken care of by \(SafeText.safe($0))" + (alert.note.map { ": \(SafeText.safe($0))" } ?? "")]
    }
    let unmeasured = alert.unmeasuredSince.map { ["without data since \($0.rfc3339)"] }
    return ["[\(alert.severity.rawValue)] \(SafeText.safe(alert.title))"]
      + ([state] + (person ?? []) + (unmeasured ?? [])
      + alert.explanation.split(separator: "\n").map { SafeText.safe(String($0)) }
      + ["\(alert.rule.rawValue), \(SafeText.safe(alert.subject.text)), alert \(alert.id)"]).indented
  }

  static func lines(of silences: [AlertSilence]) -> [String] {
    if silences.isEmpty { return ["no silences"] }
    var table = Table([.left("SILENCE"), .left("RULE"), .left("SUBJECT"), .left("UNTIL"), .left("BY"), .left("REASON")])
    for silence in silences {
      table.add([
        "\(silence.id)", silence.rule?.rawValue ?? "every", SafeText.safe(silence.subject?.text ?? "every"),
        silence.endsAt.rfc3339, SafeText.safe(silence.createdBy), SafeText.safe(silence.reason),
      ])
    }
    return table.lines()
  }

  static func lines(of policy: AlertPolicy) -> [String] {
    policy.rules.flatMap { rule in
      let fields = (rule.json.members ?? []).filter { $0.name != "rule" }.map { member in
        "\(member.name) \(String(decoding: JSONWriter.compact(member.value), as: UTF8.self))"
      }
      let mark = rule == .standard(rule.name) ? "" : "  (changed)"
      return ["\(rule.name.rawValue)\(mark)", "  \(fields.joined(separator: ", "))"]
    }
  }

  static func lines(of report: AlertReport) -> [String] {
    if !report.isEvaluated { return ["\(report.at.rfc3339) was evaluated before, or a later time: nothing was done"] }
    let head =
      "\(report.at.rfc3339): looked at \(report.subjectCount) subjects, opened \(report.openedCount), ended "
      + "\(report.closedCount), open \(report.openCount)"
    let changes = report.changes.flatMap { change in
      ["", "[\(change.event.rawValue)] \(SafeText.safe(change.title))"] + change.lines.map(SafeText.safe).indented
    }
    let unread = report.unread.map { "not read: \($0.rule.rawValue): \(SafeText.safe($0.reason))" }
    let missing = report.missing.map { "too little data: \($0.rule.rawValue): \(SafeText.safe($0.reason))" }
    return [head] + unread + missing + changes
  }
}
