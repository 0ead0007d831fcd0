import Documents
import Workers

/// The conservation check as lines for a person.
enum VerificationText {
  static func lines(of report: VerificationReport) -> [String] {
    var lines = entryLines(of: report) + recordLines(of: report)
    for problem in report.problems {
      lines += ["", "\(problem.kind): \(NumberText.count(problem.count))", "  what  \(problem.meaning)"]
      lines.append("  do    \(problem.remedy)")
      lines += problem.examples.map { "        \($0)" }
      let leftCount = problem.count - problem.examples.count
      if leftCount > 0 { lines.append("        and \(NumberText.count(leftCount)) more") }
    }
    let kindCount = report.problems.count
    let kinds = kindCount == 1 ? "1 kind of problem" : "\(kindCount) kinds of problems"
    return lines + ["", report.holds ? "everything holds" : "NOT everything holds: \(kinds)"]
  }

  private static func entryLines(of report: VerificationReport) -> [String] {
    var table = Table([
      .left("entries in the streams"), .right("applied"), .right("pending"), .right("unread"), .right("dead"),
    ])
    for (name, entries) in [("events", report.entries), ("samples", report.calibrationEntries)] {
      let counts = [entries.applied, entries.pending, entries.unread, entries.dead]
      table.add([name] + counts.map { NumberText.count($0) })
    }
    return table.lines()
  }

  private static func recordLines(of report: VerificationReport) -> [String] {
    let reasons = report.letters.byReason.sorted { $0.key < $1.key }.map { "\($0.key) \(NumberText.count($0.value))" }
    var table = Table([.left(""), .right(""), .left("")])
    let rows: [(name: String, count: Int, note: String)] = [
      (
        "recorded events", report.recordedEvents,
        "\(NumberText.count(report.forgottenByRedis)) of them no longer in Redis"
      ),
      ("trimmed unread", report.trimmedUnread, "entries that Redis cut off before they were read"),
      ("dead letters", report.letters.total, reasons.joined(separator: ", ")),
      ("conversations", report.conversations, "\(NumberText.count(report.dueConversations)) due at this moment"),
      ("outcomes", report.outcomes, "\(NumberText.count(report.overdueOutcomes)) wait for the next sweep"),
      ("conversions", report.conversions, ""),
      (
        "samples", report.samples,
        "\(NumberText.count(report.samplesOnTheirWay)) more on their way, in \(NumberText.count(report.bins)) bins"
      ),
    ]
    for row in rows { table.add([row.name, NumberText.count(row.count), row.note]) }
    var lines = Array(table.lines().dropFirst())
    if report.erasedEntries > 0 {
      let count = NumberText.count(report.erasedEntries)
      lines.append("\(count) entries are of erased conversations, and wait to be removed")
    }
    if report.entries.pastRetention > 0 {
      let count = NumberText.count(report.entries.pastRetention)
      lines.append("\(count) entries are older than what their tenants keep: removed, or passed over")
    }
    if report.letters.unindexed > 0 {
      lines.append(
        "\(NumberText.count(report.letters.unindexed)) dead letters wait for the index that the next burial makes"
      )
    }
    if report.streamsWithoutGroup > 0 {
      lines.append("\(NumberText.count(report.streamsWithoutGroup)) streams have no consumer group at this moment")
    }
    return [""] + lines
  }
}
