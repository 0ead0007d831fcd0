public import EventModel

/// A notice as a mail (RFC 5322, RFC 2045 to 2047): plain text, and a page beside it where the notice has one.
///
/// Every part is in base64, so that no line is long and no byte depends on a server's extensions.
public struct MailMessage: Sendable {
  public let bytes: [UInt8]

  /// - Parameters:
  ///   - recipients: at least one; they see each other.
  ///   - delivery: makes the Message-ID: what comes twice with one id is one notice.
  public init(_ notice: Notice, from sender: MailAddress, to recipients: [MailAddress], delivery: DeliveryID) {
    var lines = [
      "From: \(sender)",
      "To: " + recipients.map(\.text).joined(separator: ",\r\n "),
      MailHeader.line("Subject", Self.subject(of: notice)),
      "Date: \(MailDate.text(notice.occurredAt))",
      "Message-ID: <\(delivery)@\(sender.domain)>",
      "Auto-Submitted: auto-generated",
      "MIME-Version: 1.0",
    ]
    if let html = notice.html {
      // No line of base64 holds an underscore.
      let boundary = "=_\(delivery)"
      lines.append("Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"")
      lines.append("")
      lines.append("--\(boundary)")
      lines += Self.part("plain", Self.text(of: notice))
      lines.append("--\(boundary)")
      lines += Self.part("html", html)
      lines.append("--\(boundary)--")
    } else {
      lines += Self.part("plain", Self.text(of: notice))
    }
    bytes = Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
  }

  private static func part(_ type: String, _ text: String) -> [String] {
    ["Content-Type: text/\(type); charset=utf-8", "Content-Transfer-Encoding: base64", ""]
      + Base64.lines(of: Array(text.utf8))
  }

  private static func subject(of notice: Notice) -> String {
    guard notice.subject.kind == .alert else { return notice.title }
    return "[\(notice.subject.event): \(notice.severity.rawValue)] \(notice.title)"
  }

  private static func text(of notice: Notice) -> String {
    var paragraphs = [notice.title] + notice.lines
    if !notice.facts.isEmpty {
      paragraphs.append(notice.facts.map { "\($0.name): \($0.text)" }.joined(separator: "\n"))
    }
    if let link = notice.link { paragraphs.append(link) }
    // Lines of a text end in CR LF, inside base64 too (RFC 2046, section 4.1.1).
    return paragraphs.joined(separator: "\n\n").split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\r\n") + "\r\n"
  }
}
