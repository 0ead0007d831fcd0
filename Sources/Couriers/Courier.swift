public import EventModel
public import Notices
public import Settings

/// Brings notices to people: one attempt for each call, within the limits, whoever is at the other end.
public struct Courier: Sendable {
  private let settings: NoticeSettings
  private let webhooks: WebhookCourier
  private let mail: MailCourier

  /// - Parameter settings: what the installation allows, and by which server it sends mail.
  public init(settings: NoticeSettings, limits: CourierLimits = CourierLimits()) {
    self.settings = settings
    webhooks = WebhookCourier(limits: limits)
    mail = MailCourier(settings: settings, limits: limits)
  }

  /// Makes one attempt. Returns when the receiver has confirmed it.
  /// - Parameter now: the time of the attempt, as the receiver is told.
  /// - Throws: why not; where the calling task was cancelled, nobody knows whether it arrived.
  public func deliver(_ parcel: Parcel, at now: Timestamp) async throws(DeliveryFailure) {
    switch parcel.channel.target {
    case .slack(let address), .webhook(let address, _):
      guard address.isEncrypted || settings.allowsPlainHTTP else {
        throw .permanent(
          "The address of \(address.host) is one of http, which this installation doesn't allow; give the channel one of "
            + "https, or set RECKONER_WEBHOOK_PLAIN_HTTP."
        )
      }
      guard
        let request = WebhookRequest(
          parcel.notice,
          through: parcel.channel,
          delivery: parcel.id,
          tenant: parcel.tenant,
          at: now
        )
      else { preconditionFailure("a webhook has a request") }
      try await webhooks.send(request, to: address, at: now)
    case .mail(let recipients):
      try await mail.send(parcel.notice, to: recipients, delivery: parcel.id)
    }
  }

  /// Closes its connections; it must be called once, after the last attempt.
  public func close() async {
    await webhooks.close()
  }
}
