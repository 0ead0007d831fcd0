import Couriers
import EventModel
import Foundation
import Notices
import Settings
import Sinks
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct CourierTests {
  private static let now = Timestamp(microseconds: 1_770_000_000_000_000)
  private static let tenant = TenantID(UUID(uuid: (1, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1)))
  private static let short = CourierLimits(
    connecting: .milliseconds(500),
    webhook: .milliseconds(500),
    mail: .milliseconds(500)
  )

  private static func notice() -> Notice {
    Notice(
      Notice.Subject(.alert, id: UUID(), event: "firing"),
      severity: .warning,
      occurredAt: now,
      title: "Success rate fell — Ünïcode",
      lines: ["It fell.", ".", "..dots"],
      html: "<p>It fell.</p>"
    )
  }

  private static func settings(_ flags: [String: String] = [:]) throws -> NoticeSettings {
    var reader = SettingsReader(
      environment: [:],
      flags: ["reckoner.webhook.plain.http": "true"].merging(flags) { $1 }
    )
    let settings = NoticeSettings(reading: &reader)
    try reader.finish()
    return settings
  }

  private static func mailSettings(_ sink: SMTPSink) throws -> NoticeSettings {
    try settings(["reckoner.smtp.url": sink.url, "reckoner.mail.from": "reckoner@example.org"])
  }

  /// One attempt; `nil` for success.
  private static func attempt(
    _ target: ChannelTarget,
    _ settings: NoticeSettings,
    limits: CourierLimits = CourierLimits(webhook: .seconds(30), mail: .seconds(30)),
    id: DeliveryID? = nil
  ) async throws -> DeliveryFailure? {
    let courier = Courier(settings: settings, limits: limits)
    let notice = notice()
    let id = id ?? DeliveryID(tenant: tenant, subject: notice.subject, channel: "c")
    let parcel = Parcel(id, of: tenant, through: Channel(name: "c", target: target), notice: notice)
    var failure: DeliveryFailure?
    do throws(DeliveryFailure) {
      try await courier.deliver(parcel, at: now)
    } catch {
      failure = error
    }
    await courier.close()
    return failure
  }

  private static func webhook(_ sink: HTTPSink, _ path: String) throws -> ChannelTarget {
    .webhook(try #require(WebhookAddress(sink.url(path))), secret: WebhookSecret("a secret of some length"))
  }

  @Test("a webhook is sent one POST with its key, its time and its signature")
  func request() async throws {
    let sink = try await HTTPSink.start()
    let id = DeliveryID(UUID())
    #expect(try await Self.attempt(Self.webhook(sink, "/a"), Self.settings(), id: id) == nil)
    let request = try #require(sink.requests.first)
    #expect(sink.requests.count == 1 && request.path == "/a")
    #expect(request.field("Idempotency-Key") == id.description)
    #expect(request.field("X-Reckoner-Timestamp") == "1770000000")
    #expect(request.field("X-Reckoner-Signature")?.hasPrefix("sha256=") == true)
    #expect(request.field("Content-Type") == "application/json; charset=utf-8")
    let body = try JSONParser.parse(Array(request.body.utf8))
    #expect(body["delivery_id"] == .string(id.description))
    #expect(body["title"] == .string("Success rate fell — Ünïcode"))
    try await sink.stop()
  }

  @Test(
    "what an answer means: final, or worth another attempt",
    arguments: [
      (500, false), (502, false), (503, false), (429, false), (408, false), (400, true), (401, true), (403, true),
      (404, true), (410, true), (422, true), (301, true), (307, true),
    ]
  )
  func answers(status: Int, isPermanent: Bool) async throws {
    let sink = try await HTTPSink.start()
    sink.answer("/a", .status(status, ["Retry-After": "7", "Location": sink.url("/elsewhere")]))
    let failure = try #require(try await Self.attempt(Self.webhook(sink, "/a"), Self.settings()))
    #expect(failure.isPermanent == isPermanent)
    #expect(failure.reason.contains("127.0.0.1") && failure.reason.contains("\(status)"))
    #expect(!failure.reason.contains("/a") && !failure.reason.contains("nobody reads"))
    #expect(failure.retryAfter == ([429, 500, 502, 503].contains(status) ? .seconds(7) : nil))
    #expect(sink.requests.map(\.path) == ["/a"], "no redirection is followed")
    try await sink.stop()
  }

  @Test("a server that hangs, closes or isn't there fails for now, without its address in the reason")
  func silence() async throws {
    let sink = try await HTTPSink.start()
    sink.answer("/hang", .hang)
    sink.answer("/close", .close)
    let hang = try #require(
      try await Self.attempt(Self.webhook(sink, "/hang"), Self.settings(), limits: Self.short)
    )
    #expect(hang == .transient("127.0.0.1 didn't answer in time."))
    let close = try #require(try await Self.attempt(Self.webhook(sink, "/close"), Self.settings()))
    #expect(close == .transient("127.0.0.1 closed the connection without an answer."))
    let gone = try Self.webhook(sink, "/gone")
    try await sink.stop()
    let refused = try #require(try await Self.attempt(gone, Self.settings()))
    #expect(refused == .transient("127.0.0.1 can't be reached: no connection could be made, or it broke."))
  }

  @Test("plain HTTP needs the installation's leave")
  func plain() async throws {
    let sink = try await HTTPSink.start()
    let strict = try Self.settings(["reckoner.webhook.plain.http": "false"])
    let failure = try #require(try await Self.attempt(Self.webhook(sink, "/a"), strict))
    #expect(failure.isPermanent && failure.reason.contains("RECKONER_WEBHOOK_PLAIN_HTTP"))
    #expect(sink.requests.isEmpty)
    try await sink.stop()
  }

  @Test("a mail arrives whole, at every recipient, with the delivery in its Message-ID")
  func mail() async throws {
    let sink = try await SMTPSink.start()
    let target = ChannelTarget.mail(try ["ada@example.org", "bob@example.com"].map { try #require(MailAddress($0)) })
    let id = DeliveryID(UUID())
    #expect(try await Self.attempt(target, Self.mailSettings(sink), id: id) == nil)
    let mail = try #require(sink.mails.first)
    #expect(sink.mails.count == 1)
    #expect(mail.sender == "reckoner@example.org" && mail.recipients == ["ada@example.org", "bob@example.com"])
    #expect(mail.header("Message-ID") == "<\(id)@example.org>")
    #expect(mail.text.hasSuffix("--=_\(id)--"))
    try await sink.stop()
  }

  @Test("what a mail server's answer means: 4xx is worth another attempt, 5xx is final, and a hang ends by itself")
  func mailAnswers() async throws {
    let sink = try await SMTPSink.start()
    let target = ChannelTarget.mail([try #require(MailAddress("ada@example.org"))])
    sink.conduct(
      .answerRecipient(450),
      .answerRecipient(550),
      .answerData(451),
      .answerData(554),
      .closeAfterData,
      .accept
    )
    let settings = try Self.mailSettings(sink)
    var failures: [DeliveryFailure?] = []
    for _ in 0..<6 { failures.append(try await Self.attempt(target, settings)) }
    #expect(failures.map { $0?.isPermanent } == [false, true, false, true, false, nil])
    for (failure, code) in zip(failures, [450, 550, 451, 554]) {
      #expect(failure?.reason.contains("SMTP code \(code)") == true, "\(String(describing: failure))")
    }
    #expect(sink.mails.count == 2, "the one whose answer was lost, and the last one")
    sink.conduct(.hang)
    #expect(
      try await Self.attempt(target, settings, limits: Self.short)
        == .transient("The mail server didn't answer in time.")
    )
    try await sink.stop()
    let refused = try #require(try await Self.attempt(target, settings))
    #expect(!refused.isPermanent && refused.reason.hasPrefix("The mail server can't be reached"))
  }

  @Test("without a server, or without STARTTLS where it is needed, a mail fails with what to do")
  func mailSettings() async throws {
    let target = ChannelTarget.mail([try #require(MailAddress("ada@example.org"))])
    let missing = try #require(try await Self.attempt(target, Self.settings()))
    #expect(missing.isPermanent && missing.reason.contains("RECKONER_SMTP_URL"))
    let sink = try await SMTPSink.start()
    // The same server by a name that isn't known to be this machine's.
    let settings = try Self.settings([
      "reckoner.smtp.url": "smtp://0.0.0.0:\(sink.port)", "reckoner.mail.from": "reckoner@example.org",
    ])
    let plain = try #require(try await Self.attempt(target, settings))
    #expect(!plain.isPermanent && plain.reason.contains("STARTTLS"), "\(plain)")
    #expect(sink.mails.isEmpty)
    try await sink.stop()
  }

  @Test("a cancelled attempt ends")
  func cancelled() async throws {
    let (http, smtp) = (try await HTTPSink.start(), try await SMTPSink.start())
    http.answer("/hang", .hang)
    smtp.conduct(.hang)
    let endless = CourierLimits(connecting: .seconds(600), webhook: .seconds(600), mail: .seconds(600))
    let webhook = try Self.webhook(http, "/hang")
    let (plain, mail) = (try Self.settings(), try Self.mailSettings(smtp))
    let recipient = try #require(MailAddress("ada@example.org"))
    try await withThrowingTaskGroup(of: DeliveryFailure?.self) { group in
      group.addTask { try await Self.attempt(webhook, plain, limits: endless) }
      group.addTask { try await Self.attempt(.mail([recipient]), mail, limits: endless) }
      try await Wait.until("both hang") { http.requests.count == 1 && smtp.connectionCount == 1 }
      group.cancelAll()
      for try await failure in group { #expect(failure == .transient("The attempt was interrupted.")) }
    }
    try await http.stop()
    try await smtp.stop()
  }
}
