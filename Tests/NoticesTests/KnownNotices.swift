import EventModel
import Foundation
import Notices
import TestSupport

/// Notices of the tests.
enum Known {
  static let now = Timestamp(microseconds: 1_770_814_718_123_456)
  static let tenant = TenantID(UUID(uuid: (1, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1)))
  static let subject = Notice.Subject(
    .alert,
    id: UUID(uuid: (9, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1)),
    event: "firing"
  )
  static let delivery = DeliveryID(tenant: tenant, subject: subject, channel: "ops")
  static let sender = MailAddress("reckoner@example.org")
  static let recipients = ["ada@example.org", "bob@example.com"].compactMap { MailAddress($0) }

  static let alert = Notice(
    subject,
    severity: .warning,
    occurredAt: now,
    title: "Success rate of send_email fell",
    lines: ["It is 31 % & was <45 %>.", "Since yesterday."],
    facts: [Notice.Fact("Rate", "31 %"), Notice.Fact("Before", "45 %")],
    link: "https://reckoner.example.org/alerts?a=1&b=2",
    document: .object(["rate": .real(0.31)])
  )

  static func report(kind: String, audience: String? = nil) -> Notice {
    Notice(
      Notice.Subject(.report, id: UUID(uuid: (8, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1)), event: "made"),
      severity: .info,
      report: Notice.Report(kind: kind, audience: audience),
      occurredAt: now,
      title: "A report"
    )
  }

  /// Texts that could break a format: its own signs, ends of lines, characters of every width.
  static func hostileText(_ generator: inout TestGenerator, countMax: Int = 400) -> String {
    let parts = [
      "a", "word ", "\r\n", "\n", "\r", "\0", "\u{1}", "\u{7F}", "\u{85}", "\u{2028}", "é", "e\u{301}", "漢", "🦉", "👩‍👩‍👧",
      "&", "<", ">",
      "<!channel>", "|", "\"", "\\", "=?UTF-8?B?", "?=", "Bcc: eve@example.org", "\r\n\r\n", "\r\n.\r\n", ".", "--=_",
      "{}",
      "\u{FEFF}", "%0d%0a",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0...countMax, using: &generator) { text += generator.pick(parts) }
    return text
  }

  static func hostileNotice(_ generator: inout TestGenerator) -> Notice {
    func texts(_ countMax: Int) -> [String] {
      (0..<Int.random(in: 0...countMax, using: &generator)).map { _ in hostileText(&generator) }
    }
    let names = texts(30)
    return Notice(
      Notice.Subject(.alert, id: UUID(), event: "firing"),
      severity: generator.pick(Notice.Severity.allCases),
      report: generator.chance(50) ? Notice.Report(kind: "weekly", audience: generator.pick([nil, "executive"])) : nil,
      occurredAt: Timestamp(microseconds: Int64.random(in: 0...4_000_000_000_000_000, using: &generator)),
      title: hostileText(&generator),
      lines: texts(120),
      facts: names.map { Notice.Fact($0, hostileText(&generator)) },
      link: generator.pick([
        nil, "https://example.org/", hostileText(&generator), "https://e.org/" + hostileText(&generator),
      ]),
      html: generator.chance(50) ? hostileText(&generator) : nil,
      document: .object(["text": .string(hostileText(&generator))])
    )
  }
}
