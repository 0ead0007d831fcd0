import EventModel
import Foundation
import Notices
import TestSupport
import Testing

@Suite struct MessageTests {
  private static func text(_ value: JSONValue?) -> String? {
    guard case .string(let text)? = value else { return nil }
    return text
  }

  private static func elements(_ value: JSONValue?) -> [JSONValue] {
    guard case .array(let elements)? = value else { return [] }
    return elements
  }

  @Test("a Slack message, as Slack reads it")
  func slack() throws {
    let body = try JSONParser.parse(SlackMessage.body(of: Known.alert))
    let expected = #"""
      {"text": "[firing: warning] Success rate of send_email fell\nIt is 31 % &amp; was &lt;45 %&gt;.\nSince yesterday.",
       "blocks": [
        {"type": "header", "text": {"type": "plain_text", "text": "[firing: warning] Success rate of send_email fell"}},
        {"type": "section", "text": {"type": "mrkdwn", "verbatim": true,
         "text": "It is 31 % &amp; was &lt;45 %&gt;.\nSince yesterday."}},
        {"type": "section", "fields": [
         {"type": "mrkdwn", "verbatim": true, "text": "*Rate*\n31 %"},
         {"type": "mrkdwn", "verbatim": true, "text": "*Before*\n45 %"}]},
        {"type": "section", "text": {"type": "mrkdwn", "verbatim": true,
         "text": "<https://reckoner.example.org/alerts?a=1&amp;b=2|Open>"}}]}
      """#
    #expect(body == (try JSONParser.parse(Array(expected.utf8))))
  }

  @Test("a webhook's document, as a program reads it, with its key and its signature")
  func webhook() throws {
    let channel = Channel(
      name: "ops",
      target: .webhook(
        try #require(WebhookAddress("https://e.org/")),
        secret: WebhookSecret("0123456789abcdef")
      )
    )
    let request = try #require(
      WebhookRequest(Known.alert, through: channel, delivery: Known.delivery, tenant: Known.tenant, at: Known.now)
    )
    let expected = #"""
      {"type": "reckoner.notice", "version": 1, "delivery_id": "\#(Known.delivery)", "tenant_id": "\#(Known.tenant)",
       "subject": {"kind": "alert", "id": "09000000-0000-4000-8000-000000000001", "event": "firing"},
       "severity": "warning", "report": null, "occurred_at": "2026-02-11T12:58:38.123456Z",
       "title": "Success rate of send_email fell", "lines": ["It is 31 % & was <45 %>.", "Since yesterday."],
       "facts": [{"name": "Rate", "text": "31 %"}, {"name": "Before", "text": "45 %"}],
       "link": "https://reckoner.example.org/alerts?a=1&b=2", "document": {"rate": 0.31}}
      """#
    #expect(try JSONParser.parse(request.body) == (try JSONParser.parse(Array(expected.utf8))))
    let headers = Dictionary(uniqueKeysWithValues: request.headers.map { ($0.name, $0.value) })
    #expect(headers["Idempotency-Key"] == Known.delivery.description)
    #expect(headers["X-Reckoner-Timestamp"] == "1770814718")
    #expect(headers["X-Reckoner-Signature"]?.count == 71)
    // As `openssl dgst -sha256 -hmac 0123456789abcdef` says of `7.{}`.
    let secret = try #require(WebhookSecret("0123456789abcdef"))
    #expect(secret.signature(of: Array("{}".utf8), at: 7) == Self.knownSignature)
    #expect(!"\(secret)".contains("0123"))
  }

  private static let knownSignature = "sha256=3cd0ad802237a2c96b7ee3b06705b7350cc8cf0ba4123033d13eda91ad9c4ec2"

  @Test(
    "whatever a notice says, Slack's limits hold, nothing mentions anybody, and what is stored is read back",
    arguments: 1...60
  )
  func hostile(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let notice = Known.hostileNotice(&generator)
    let body = try JSONParser.parse(SlackMessage.body(of: notice))
    let blocks = Self.elements(body["blocks"])
    #expect((1...50).contains(blocks.count), "seed \(seed)")
    #expect(Self.text(body["text"]).map { $0.utf16.count <= 4000 } == true)
    for block in blocks {
      let fields = Self.elements(block["fields"])
      #expect(fields.count <= 10)
      for (object, limit) in fields.map({ ($0, 2000) })
        + [(block["text"], 3000)].compactMap({ pair in pair.0.map { ($0, pair.1) } })
      {
        let text = try #require(Self.text(object["text"]))
        let isHeader = Self.text(block["type"]) == "header"
        #expect(text.utf16.count <= (isHeader ? 150 : limit) && !text.isEmpty, "seed \(seed)")
        if isHeader { #expect(!text.contains { $0.isNewline }) }
        // The one link is ours.
        if text.contains("<") { #expect(text.hasPrefix("<http") && text.hasSuffix("|Open>"), "seed \(seed): \(text)") }
        #expect(!text.contains("<!"))
      }
    }
    let stored = try #require(Notice(text: String(decoding: JSONWriter.compact(notice.json), as: UTF8.self)))
    #expect(
      stored.subject == notice.subject && stored.facts.count == notice.facts.count && stored.report == notice.report
    )
    #expect(stored.title.unicodeScalars.elementsEqual(notice.title.unicodeScalars.filter { $0 != "\0" }))
    let document = WebhookMessage.body(of: stored, delivery: Known.delivery, tenant: Known.tenant)
    #expect(try JSONParser.parse(Array(document)).members?.count == 13, "seed \(seed)")
  }

  @Test("the id of a delivery is the subject's and the channel's own")
  func ids() {
    let id = { (event: String, channel: String) in
      let subject = Notice.Subject(.alert, id: Known.subject.id, event: event)
      return DeliveryID(tenant: Known.tenant, subject: subject, channel: channel)
    }
    #expect(id("firing", "ops") == Known.delivery)
    #expect(Set([id("firing", "ops"), id("resolved", "ops"), id("firing", "sales")]).count == 3)
    let other = DeliveryID(tenant: TenantID(UUID()), subject: Known.subject, channel: "ops")
    #expect(other != Known.delivery)
  }
}
