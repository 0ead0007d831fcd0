import EventModel
import Streams

/// What a replay did as lines for a person.
enum ReplayText {
  static func lines(of report: ReplayReport, program: ReplayProgram, isEmpty: Bool) -> [String] {
    if isEmpty && !report.isInterrupted { return ["no dead letter matches"] }
    var lines = [report.isRehearsal ? rehearsal(report) : replay(report)]
    if report.leftCount > 0 { lines.append("\(report.leftCount) more are meant and were left where they lie") }
    if report.isInterrupted { lines.append("stopped before the end: what wasn't handled lies where it lay") }
    if !report.isExact {
      lines.append("more letters than a dry run remembers: of those with one event id, some may count as applied twice")
    }
    for group in report.groups.all { lines += self.lines(of: group) }
    if report.groups.otherCount > 0 { lines.append("\(report.groups.otherCount) with other causes") }
    return lines
  }

  private static func replay(_ report: ReplayReport) -> String {
    "\(report.handledCount) letters: \(report.appliedCount) applied, \(report.duplicateCount) duplicates, "
      + "\(report.refusedCount) refused again, \(report.failedCount) failed again, "
      + "\(report.goneCount) settled by somebody else"
  }

  private static func rehearsal(_ report: ReplayReport) -> String {
    "dry run, nothing was changed. \(report.handledCount) letters: \(report.appliedCount) would be applied, "
      + "\(report.duplicateCount) are duplicates and would be removed, \(report.refusedCount) would be refused again, "
      + "\(report.failedCount) would fail again"
  }

  private static func lines(of group: DeadLetterGroups.Group) -> [String] {
    [
      "  \(group.count) x \(group.reasonCode) \(group.eventType.rawValue)\(group.field.map { " \($0)" } ?? "")",
      "    \(group.error)",
      "    remedy: \(group.remedy.sentence)",
      "    example: \(group.exampleKey) \(group.exampleID)",
    ]
  }
}
