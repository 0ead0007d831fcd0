import Delivery
import EventModel
import RedisClient
import Streams
import Workers

/// Dead letters as lines for a person.
enum LetterText {
  /// What a discard took away.
  struct DiscardCounts {
    var matched = 0
    var discarded = 0
    var entriesDeleted = 0
    var gone = 0

    mutating func add(_ discard: DeadLetterStore.Discard) {
      switch discard {
      case .letterAndEntry:
        discarded += 1
        entriesDeleted += 1
      case .letter: discarded += 1
      case .nothing: gone += 1
      }
    }
  }

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
        letter.id.description, letter.key.text, safe(letter.content.reasonCode), safe(letter.content.field ?? "-"),
        String(letter.content.retryCount), safe(letter.content.timestamp), letter.names.eventID?.description ?? "-",
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
      "reason     \(safe(content.reasonCode))",
      "error      \(safe(content.error))",
      "remedy     \(content.remedy.sentence)",
      "replay     \(command(replaying: letter.key.eventType, "--id \(letter.id)"))",
      "discard    reckoner dlq discard --id \(letter.id) --yes",
      "given up   \(safe(content.timestamp)), as entry \(safe(content.originalID ?? "unknown")) of \(letter.key.text)",
      "replays    \(content.retryCount)",
    ]
    for failure in content.history { lines.append("before     \(safe(failure.timestamp)) \(safe(failure.reasonCode))") }
    lines.append("size       \(content.original.count) fields, \(NumberText.count(letter.byteCount)) bytes")
    if fields { lines += content.original.map { "  \(safe($0.name)) = \(safe($0.value))" } }
    return ["dead letter \(letter.id) of \(letter.key.deadLetterText)"] + lines.indented
  }

  static func lines(of groups: DeadLetterGroups) -> [String] {
    let all = groups.all
    if all.isEmpty { return ["no dead letter matches"] }
    var lines = all.flatMap(lines)
    if groups.otherCount > 0 { lines.append("\(NumberText.count(groups.otherCount)) letters of other causes") }
    return lines
  }

  static func lines(of counts: DiscardCounts, _ groups: DeadLetterGroups, isDone: Bool) -> [String] {
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
    let field = group.field.map { " \(safe($0))" } ?? ""
    return ["\(NumberText.count(group.count)) x \(safe(group.reasonCode)) \(group.eventType.rawValue)\(field)"]
      + [
        "cause    \(safe(group.fingerprint))",
        "error    \(safe(group.error))",
        "remedy   \(group.remedy.sentence)",
        "command  \(command(for: group))",
        "from     \(safe(group.firstTimestamp)) to \(safe(group.lastTimestamp))",
        "example  \(group.exampleKey) \(group.exampleID)",
      ].indented
  }

  /// What to type when the remedy's first part is done.
  static func command(for group: DeadLetterGroups.Group) -> String {
    let filter = "--stream \(group.eventType.rawValue) --reason \(safe(group.reasonCode))"
    return switch group.remedy.step {
    case .replay: command(replaying: group.eventType, filter)
    case .republish: "reckoner dlq discard \(filter)"
    }
  }

  static func command(replaying type: EventType, _ filter: String) -> String {
    // Letters are only made by those who can replay them.
    "\((ReplayProgram(replaying: type) ?? .outcomeWorker).rawValue) --replay-dlq \(filter)"
  }

  /// A text that can do nothing to a terminal: control characters and what is no UTF-8 are written out.
  static func safe(_ text: String) -> String { safe(Array(text.utf8)) }

  static func safe(_ bytes: [UInt8]) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return bytes.map { 0x20...0x7E ~= $0 ? String(UnicodeScalar($0)) : escape(UInt32($0)) }.joined()
    }
    return text.unicodeScalars.map { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: escape(scalar.value)
      default: String(scalar)
      }
    }.joined()
  }

  private static func escape(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return value < 0x100 ? "\\x" + (digits.count < 2 ? "0" : "") + digits : "\\u{\(digits)}"
  }
}
