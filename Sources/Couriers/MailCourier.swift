import IOThread
import Notices
import Settings

/// Sends mail by the installation's server. The library blocks, so each mail has a thread of its own for the time that it
/// takes; whoever calls bounds how many there are.
struct MailCourier: Sendable {
  private static let missing =
    "No mail can be sent by this installation: set RECKONER_SMTP_URL and RECKONER_MAIL_FROM, then retry the delivery."

  private let settings: NoticeSettings
  private let limits: CourierLimits

  init(settings: NoticeSettings, limits: CourierLimits) {
    self.settings = settings
    self.limits = limits
  }

  func send(_ notice: Notice, to recipients: [MailAddress], delivery: DeliveryID) async throws(DeliveryFailure) {
    guard let server = settings.mailServer, let text = settings.mailSender else { throw .permanent(Self.missing) }
    guard let sender = MailAddress(text) else {
      throw .permanent("RECKONER_MAIL_FROM is no mail address such as reckoner@example.org; set it, then retry.")
    }
    let message = MailMessage(notice, from: sender, to: recipients, delivery: delivery)
    let call = SMTPCall(server: server, limits: limits)
    try await call.thread.withCancellation { cancellation throws(DeliveryFailure) in
      try await call.send(message.bytes, from: sender, to: recipients, cancellation: cancellation)
    }
  }
}
