import EventModel

/// A notice in the format of Slack's incoming webhooks: a text for notifications, and blocks ("Sending messages using incoming
/// webhooks", "Reference: blocks").
public enum SlackMessage {
  // Slack's limits, in characters; it refuses a message that exceeds one.
  private static let headerMax = 150
  private static let sectionMax = 3000
  private static let fieldMax = 2000
  private static let fieldsMax = 10
  private static let blocksMax = 50
  private static let textMax = 4000

  /// The body of the request.
  public static func body(of notice: Notice) -> [UInt8] {
    let title = marked(notice)
    var blocks = [block("header", text("plain_text", escaped(title, max: headerMax)))]
    blocks += sections(of: notice.lines)
    // A section has few fields.
    for start in stride(from: 0, to: notice.facts.count, by: fieldsMax) {
      let fields = notice.facts[start...].prefix(fieldsMax).map { fact in
        let name = escaped(fact.name.onOneLine, max: fieldMax / 4)
        return text("mrkdwn", "*\(name)*\n" + escaped(fact.text, max: fieldMax / 2))
      }
      blocks.append(.object(["type": .string("section"), "fields": .array(fields)]))
    }
    let link = notice.link.flatMap(linkText)
    blocks = Array(blocks.prefix(blocksMax - 1))
    if let link { blocks.append(block("section", text("mrkdwn", "<\(link)|Open>"))) }
    let summary = ([title] + notice.lines).joined(separator: "\n")
    return JSONWriter.compact(.object(["text": .string(escaped(summary, max: textMax)), "blocks": .array(blocks)]))
  }

  private static func marked(_ notice: Notice) -> String {
    let title = notice.title.onOneLine
    guard notice.subject.kind == .alert else { return title }
    return "[\(notice.subject.event): \(notice.severity.rawValue)] \(title)"
  }

  /// As many lines to a section as fit.
  private static func sections(of lines: [String]) -> [JSONValue] {
    var texts: [String] = []
    for line in lines {
      let line = escaped(line, max: sectionMax)
      if line.isEmpty { continue }
      if let last = texts.last, last.utf16.count + 1 + line.utf16.count <= sectionMax {
        texts[texts.count - 1] = "\(last)\n\(line)"
      } else {
        texts.append(line)
      }
    }
    return texts.map { block("section", text("mrkdwn", $0)) }
  }

  private static func block(_ type: String, _ text: JSONValue) -> JSONValue {
    .object(["type": .string(type), "text": text])
  }

  /// Verbatim: nothing in it is made a link or a mention that wasn't one.
  private static func text(_ type: String, _ text: String) -> JSONValue {
    type == "mrkdwn"
      ? .object(["type": .string(type), "text": .string(text), "verbatim": .bool(true)])
      : .object(["type": .string(type), "text": .string(text)])
  }

  /// With Slack's three control characters escaped, so that a text can't mention anybody, and cut where it is too long:
  /// never within an escape.
  static func escaped(_ text: String, max: Int) -> String {
    var result = String.UnicodeScalarView()
    var count = 0
    for scalar in text.unicodeScalars where scalar != "\0" {
      let replacement: [Unicode.Scalar]
      switch scalar {
      case "&": replacement = ["&", "a", "m", "p", ";"]
      case "<": replacement = ["&", "l", "t", ";"]
      case ">": replacement = ["&", "g", "t", ";"]
      default: replacement = [scalar]
      }
      // Room for the ellipsis. Characters beyond the first plane may count as two.
      count += replacement.count + (scalar.value > 0xFFFF ? 1 : 0)
      if count >= max {
        result.append("\u{2026}")
        break
      }
      result.append(contentsOf: replacement)
    }
    return String(result)
  }

  /// `nil` where it is no address that may stand between `<` and `|`.
  private static func linkText(_ link: String) -> String? {
    guard link.hasPrefix("https://") || link.hasPrefix("http://"), link.utf8.count < sectionMax / 2,
      link.utf8.allSatisfy({ (0x21...0x7E).contains($0) && ![0x3C, 0x3E, 0x7C].contains($0) })
    else { return nil }
    return link.replacing("&", with: "&amp;")
  }
}

extension String {
  /// With every run of control characters and line separators made one space.
  var onOneLine: String {
    var result = String.UnicodeScalarView()
    var isGap = false
    for scalar in unicodeScalars {
      let isControl =
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || [0x2028, 0x2029].contains(scalar.value)
      if isControl {
        if !isGap { result.append(" ") }
      } else {
        result.append(scalar)
      }
      isGap = isControl
    }
    return String(result)
  }
}
