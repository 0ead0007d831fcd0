import EventModel
import Notices
import SettingModel
import Testing

@Suite struct ChannelTests {
  private static let whole = #"""
    [{"name": "sales", "kind": "slack", "url": "https://hooks.slack.com/services/T0/B0/abc", "reports": true},
     {"name": "ops", "kind": "webhook", "url": "https://Ops.example.org:8443/x?key=abc", "secret": "0123456789abcdef",
      "alerts": "warning"},
     {"name": "near", "kind": "webhook", "url": "http://10.1.2.3:80/x", "reports": {"kinds": ["weekly", "monthly"]}},
     {"name": "heads", "kind": "mail", "to": ["ada@example.org", "b.c+d@example.co.uk"], "alerts": "critical",
      "reports": {"kinds": ["weekly"], "audiences": ["executive"]}}]
    """#

  private static func channels(_ text: String) throws(SettingError) -> Channels {
    try Channels(settings: ["channels": text])
  }

  @Test("channels are read, and take what they are for")
  func takes() throws {
    let channels = try Self.channels(Self.whole)
    #expect(channels.all.map(\.name) == ["sales", "ops", "near", "heads"])
    #expect(channels["ops"]?.kind == .webhook && channels["none"] == nil)
    let names = { (notice: Notice) in channels.taking(notice).map(\.name) }
    #expect(names(Known.alert) == ["ops"])
    #expect(names(Known.report(kind: "weekly")) == ["sales", "near", "heads"])
    #expect(names(Known.report(kind: "weekly", audience: "executive")) == ["sales", "near", "heads"])
    #expect(names(Known.report(kind: "weekly", audience: "rep")) == ["sales", "near"])
    #expect(names(Known.report(kind: "daily")) == ["sales"])
    let critical = Notice(Known.subject, severity: .critical, occurredAt: Known.now, title: "")
    #expect(names(critical) == ["ops", "heads"])
    #expect(names(Notice(Known.subject, severity: .info, occurredAt: Known.now, title: "")) == [])
    let test = Notice.Subject(.test, id: Known.subject.id, event: "asked")
    #expect(names(Notice(test, severity: .critical, occurredAt: Known.now, title: "")) == [])
    #expect(try Channels(settings: [:]).all.isEmpty)
  }

  @Test("what is shown holds no path and no secret, and isn't read back")
  func masked() throws {
    let text = ChannelSetting.channels.masked(Self.whole)
    for secret in ["services", "T0", "abc", "key", "0123456789abcdef", "/x"] {
      #expect(!text.contains(secret), "\(secret)")
    }
    for part in ["hooks.slack.com", "ops.example.org", "ada@example.org", "executive"] { #expect(text.contains(part)) }
    let error = #expect(throws: SettingError.self) { try Self.channels(text) }
    #expect(error?.key == "channels[0].url")
    #expect(ChannelSetting.channels.masked("[1]") == "null")
    #expect("\(try #require(WebhookAddress("https://a.example.org/secret")))" == "https://a.example.org/***")
  }

  @Test(
    "every mistake is named by its path, and its value isn't repeated",
    arguments: [
      ("{}", "channels"), ("[1]", "channels[0]"), ("not json", "channels"),
      (#"[{"kind": "slack"}]"#, "channels[0].name"), (#"[{"name": "A b", "kind": "slack"}]"#, "channels[0].name"),
      (#"[{"name": "a", "kind": "fax"}]"#, "channels[0].kind"),
      (#"[{"name": "a", "kind": "slack"}]"#, "channels[0].url"),
      (#"[{"name": "a", "kind": "slack", "url": "https://e.org/", "ulr": 1}]"#, "channels[0].ulr"),
      (
        #"[{"name": "a", "kind": "slack", "url": "https://e.org/", "secret": "0123456789abcdef"}]"#,
        "channels[0].secret"
      ),
      (#"[{"name": "a", "kind": "slack", "url": "https://e.org/", "https://e.org/x": 1}]"#, "channels[0].?"),
      (#"[{"name": "a", "kind": "webhook", "url": "https://e.org/", "secret": "short"}]"#, "channels[0].secret"),
      (#"[{"name": "a", "kind": "mail", "to": []}]"#, "channels[0].to"),
      (#"[{"name": "a", "kind": "mail", "to": ["a@b", "a@b"]}]"#, "channels[0].to[1]"),
      (#"[{"name": "a", "kind": "mail", "to": ["a@b"], "alerts": "loud"}]"#, "channels[0].alerts"),
      (#"[{"name": "a", "kind": "mail", "to": ["a@b"], "alerts": true}]"#, "channels[0].alerts"),
      (#"[{"name": "a", "kind": "mail", "to": ["a@b"], "reports": "all"}]"#, "channels[0].reports"),
      (#"[{"name": "a", "kind": "mail", "to": ["a@b"], "reports": {"kind": []}}]"#, "channels[0].reports.kind"),
      (#"[{"name": "a", "kind": "mail", "to": ["a@b"], "reports": {"kinds": []}}]"#, "channels[0].reports.kinds"),
      (
        #"[{"name": "a", "kind": "mail", "to": ["a@b"]}, {"name": "a", "kind": "mail", "to": ["a@b"]}]"#,
        "channels[1].name"
      ),
    ]
  )
  func mistakes(text: String, path: String) throws {
    let error = #expect(throws: SettingError.self) { try Self.channels(text) }
    #expect(error?.key == path)
    #expect(error?.description.contains("https://e.org/x") == false)
  }

  @Test(
    "addresses that no webhook may have are refused",
    arguments: [
      "http://example.org/", "http://8.8.8.8/", "http://169.254.169.254/latest", "https://169.254.169.254/latest",
      "https://0.0.0.0/", "http://0.0.0.0/", "https://224.0.0.1/", "https://user@example.org/",
      "https://a:b@example.org/",
      "https://2130706433/", "https://0x7f.0.0.1/", "http://127.1/", "http://0177.0.0.1/",
      "http://127.0.0.1.example.org/",
      "ftp://example.org/", "https:///x", "https://", "example.org", "https://example.org:0/",
      "https://example.org:99999/",
      "https://example.org/#a", "https://example.org/a b", "https://example.org\\@evil.org/",
      "https://exa\r\nmple.org/",
      "https://[::ffff:127.0.0.1]/", "http://[fd00::1]/", "https://-a.org/", "https://a..org/",
      "https://ex\u{e4}mple.org/",
      "https://example.org/***",
    ]
  )
  func refused(text: String) {
    #expect(WebhookAddress(text) == nil)
  }

  @Test(
    "addresses that a webhook may have",
    arguments: [
      ("https://example.org", "example.org"), ("HTTPS://Example.ORG/a?b=c", "example.org"),
      ("https://8.8.8.8/", "8.8.8.8"),
      ("https://a-b.example.org:8443/x", "a-b.example.org"), ("http://127.0.0.1:80/x", "127.0.0.1"),
      ("http://localhost/x", "localhost"), ("http://192.168.7.1/", "192.168.7.1"), ("http://172.31.0.1/", "172.31.0.1"),
      ("http://[::1]:8080/x", "[::1]"), ("https://10.0.0.1?x", "10.0.0.1"),
    ]
  )
  func accepted(text: String, host: String) throws {
    let address = try #require(WebhookAddress(text))
    #expect(address.host == host && address.secretText == text)
  }

  @Test(
    "mailboxes that could be read in two ways are refused",
    arguments: [
      "", "a", "@b", "a@", "a@b@c", "a b@c.org", "a@b.org\r\nRCPT TO:<c@d.org>", "<a@b.org>", "a@b.org>", "\"a\"@b.org",
      "a.@b.org", ".a@b.org", "a..b@c.org", "a@[127.0.0.1]", "a@b_c.org", "\u{e4}@b.org", "a@b.org,c@d.org",
      "a@b.org\0",
    ]
  )
  func mailboxes(text: String) {
    #expect(MailAddress(text) == nil)
  }
}
