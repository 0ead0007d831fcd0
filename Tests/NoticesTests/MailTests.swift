import EventModel
import Foundation
import Notices
import TestSupport
import Testing

@Suite struct MailTests {
  private static func mail(_ notice: Notice) throws -> [UInt8] {
    let sender = try #require(Known.sender)
    return MailMessage(notice, from: sender, to: Known.recipients, delivery: Known.delivery).bytes
  }

  /// Lines without their ends; every end is CR LF.
  private static func lines(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
  }

  /// The headers of a mail, unfolded, in their order.
  private static func headers(_ lines: [String]) -> [String] {
    var headers: [String] = []
    for line in lines.prefix(while: { !$0.isEmpty }) {
      if line.hasPrefix(" ") { headers[headers.count - 1] += line } else { headers.append(line) }
    }
    return headers
  }

  @Test("the headers of a mail")
  func headers() throws {
    let headers = Self.headers(Self.lines(try Self.mail(Known.alert)))
    #expect(
      headers == [
        "From: reckoner@example.org", "To: ada@example.org, bob@example.com",
        "Subject: [firing: warning] Success rate of send_email fell", "Date: Wed, 11 Feb 2026 12:58:38 +0000",
        "Message-ID: <\(Known.delivery)@example.org>", "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
      ]
    )
  }

  @Test("whatever a notice says, no header and no line of a mail breaks", arguments: 1...60)
  func hostile(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let notice = Known.hostileNotice(&generator)
    let bytes = try Self.mail(notice)
    #expect(bytes.allSatisfy { $0 == 0x0D || $0 == 0x0A || (0x20...0x7E).contains($0) }, "seed \(seed)")
    let lines = Self.lines(bytes)
    #expect(lines.allSatisfy { !$0.utf8.contains(0x0D) && !$0.utf8.contains(0x0A) }, "an end of line stands alone")
    #expect(lines.allSatisfy { $0.utf8.count <= 76 }, "seed \(seed)")
    let names = Self.headers(lines).map { $0.prefix { $0 != ":" } }
    let common = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
    #expect(
      names.map(String.init) == common + (notice.html == nil ? ["Content-Transfer-Encoding"] : []),
      "seed \(seed)"
    )
  }

  private static let reader = """
    import email, email.policy, json, sys
    found = []
    for path in sys.argv[1:]:
        with open(path, 'rb') as file:
            mail = email.message_from_binary_file(file, policy=email.policy.default)
        plain = mail.get_body(('plain',))
        html = mail.get_body(('html',))
        found.append({
            'subject': str(mail['Subject']), 'to': [a.addr_spec for a in mail['To'].addresses], 'date': mail['Date'].datetime.timestamp(),
            'plain': plain.get_content(), 'html': html.get_content() if html else None,
            'type': mail.get_content_type(), 'defects': [str(d) for part in mail.walk() for d in part.defects]})
    json.dump(found, sys.stdout)
    """

  private struct Found: Decodable {
    let subject: String
    let to: [String]
    let date: Double
    let plain: String
    let html: String?
    let type: String
    let defects: [String]
  }

  @Test(
    "another program reads out of a mail what was written into it",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/env"))
  )
  func readBack() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("reckoner-mail-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let long = String(repeating: "Größe der Änderung – 漢字 🦉 ", count: 12)
    let notices = [
      Known.alert,
      Notice(
        Known.subject,
        severity: .info,
        occurredAt: Known.now,
        title: long,
        lines: [long, "", ".", "From x"],
        html: "<p>\(long)\n</p>"
      ),
      Notice(
        Known.subject,
        severity: .info,
        occurredAt: Known.now,
        title: "a\r\nBcc: eve@example.org\r\n\r\nb",
        html: ""
      ),
    ]
    var paths: [String] = []
    for (index, notice) in notices.enumerated() {
      let path = folder.appendingPathComponent("\(index)")
      try Data(try Self.mail(notice)).write(to: path)
      paths.append(path.path)
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.reader] + paths
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    // 127: there is no python3.
    if process.terminationStatus == 127 { return }
    let found = try JSONDecoder().decode([Found].self, from: data)
    #expect(found.map(\.defects) == [[], [], []])
    #expect(found.map(\.type) == ["text/plain", "multipart/alternative", "multipart/alternative"])
    #expect(found.allSatisfy { $0.to == ["ada@example.org", "bob@example.com"] && $0.date == 1_770_814_718 })
    #expect(found[0].subject == "[firing: warning] Success rate of send_email fell")
    #expect(found[0].plain.contains("It is 31 % & was <45 %>.") && found[0].plain.contains("Before: 45 %"))
    #expect(found[0].plain.contains("https://reckoner.example.org/alerts?a=1&b=2"))
    #expect(found[1].subject.hasPrefix("[firing: info] Größe der Änderung – 漢字 🦉 Größe"))
    #expect(found[1].plain.contains(long) && found[1].plain.contains("\r\n.\r\n"))
    #expect(found[1].html?.contains("<p>\(long)") == true)
    #expect(found[2].subject == "[firing: info] a Bcc: eve@example.org b")
  }
}
