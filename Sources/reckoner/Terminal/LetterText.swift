import Delivery
import Documents
import EventModel
import RedisClient
import Streams
import Workers

/// Dead letters as lines for a person.
enum LetterText {
  /// One line a letter.
  /// - Parameter count: how many there are in all.
  static func table(of letters: [BuriedEntry], count: Int) -> [String] {
    if letters.isEmpty { return ["no dead letter matches"] }
    var table = Table([
      .left("letter"), .left("stream"), .left("reason"), .left("field"), .right("replays"), .left("given up"),
      .left("event"),
    ])
    for letter in letters {
      table.add([
        letter.id.description, letter.key.text, SafeText.safe(letter.content.reasonCode),
        SafeText.safe(letter.content.field ?? "-"),
        String(letter.content.retryCount), SafeText.safe(letter.content.timestamp),
        letter.names.eventID?.description ?? "-",
      ])
    }
    let more = count - letters.count
    return table.lines() + (more > 0 ? ["\(NumberText.count(more)) more: raise --limit, or narrow with a filter"] : [])
  }

  /// All about one letter; its fields only where they are asked for.
  static func lines(of letter: BuriedEntry, fields: Bool) -> [String] {
    let content = letter.content
    var lines = [
      "event      \(letter.names.eventID?.description ?? "unknown"), tenant \(letter.tenant?.description ?? "unknown")",
      "reason     \(SafeText.safe(content.reasonCode))",
      "error      \(SafeText.safe(content.error))",
      "remedy     \(content.remedy.sentence)",
      "replay     \(ReplayCommand.text(replaying: letter.key.eventType, "--id \(letter.id)"))",
      "discard    reckoner dlq discard --id \(letter.id) --yes",
      "given up   \(SafeText.safe(content.timestamp)), as entry \(SafeText.safe(content.originalID ?? "unknown")) of \(letter.key.text)",
      "replays    \(content.retryCount)",
    ]
    for failure in content.history {
      lines.append("before     \(SafeText.safe(failure.timestamp)) \(SafeText.safe(failure.reasonCode))")
    }
    lines.append("size       \(content.original.count) fields, \(NumberText.count(letter.byteCount)) bytes")
    if fields { lines += content.original.map { "  \(SafeText.safe($0.name)) = \(SafeText.safe($0.value))" } }
    return ["dead letter \(letter.id) of \(letter.key.deadLetterText)"] + lines.indented
  }

  static func lines(of groups: DeadLetterGroups) -> [String] {
    let all = groups.all
    if all.isEmpty { return ["no dead letter matches"] }
    var lines = all.flatMap(lines)
    if groups.otherCount > 0 { lines.append("\(NumberText.count(groups.otherCount)) letters of other causes") }
    return lines
  }

  static func lines(of counts: DiscardTally, _ groups: DeadLetterGroups, isDone: Bool) -> [String] {
    if counts.matched == 0 { return ["no dead letter matches"] }
    if !isDone {
      return lines(of: groups) + [
        "\(NumberText.count(counts.matched)) letters, and their entries in the streams, would be taken away for good; "
          + "nothing was changed: --yes does it"
      ]
    }
    return [
      "\(NumberText.count(counts.discarded)) letters discarded, with \(NumberText.count(counts.entriesDeleted)) entries "
        + "in the streams"
    ] + (counts.gone > 0 ? ["\(NumberText.count(counts.gone)) were settled by somebody else meanwhile"] : [])
  }

  private static func lines(of group: DeadLetterGroups.Group) -> [String] {
    let field = group.field.map { " \(SafeText.safe($0))" } ?? ""
    return ["\(NumberText.count(group.count)) x \(SafeText.safe(group.reasonCode)) \(group.eventType.rawValue)\(field)"]
      + [
        "cause    \(SafeText.safe(group.fingerprint))",
        "error    \(SafeText.safe(group.error))",
        "remedy   \(group.remedy.sentence)",
        "command  \(ReplayCommand.text(for: group))",
        "from     \(SafeText.safe(group.firstTimestamp)) to \(SafeText.safe(group.lastTimestamp))",
        "example  \(group.exampleKey) \(group.exampleID)",
      ].indented
  }
}
