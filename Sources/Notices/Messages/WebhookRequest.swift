public import EventModel

/// What is sent to a webhook.
public struct WebhookRequest: Sendable {
  /// Names and values.
  public let headers: [(name: String, value: String)]
  public let body: [UInt8]

  /// - Parameters:
  ///   - delivery: goes along as `Idempotency-Key`: what comes twice with one key is one notice.
  ///   - now: goes along as `X-Reckoner-Timestamp`, seconds since 1970, and into the signature.
  /// - Returns: `nil` for a channel of mail.
  public init?(_ notice: Notice, through channel: Channel, delivery: DeliveryID, tenant: TenantID, at now: Timestamp) {
    let seconds = now.microseconds / 1_000_000
    var headers = [
      ("Content-Type", "application/json; charset=utf-8"), ("User-Agent", "reckoner"),
      ("Idempotency-Key", delivery.description), ("X-Reckoner-Timestamp", String(seconds)),
    ]
    switch channel.target {
    case .slack: body = SlackMessage.body(of: notice)
    case .webhook(_, let secret):
      body = WebhookMessage.body(of: notice, delivery: delivery, tenant: tenant)
      if let secret { headers.append(("X-Reckoner-Signature", secret.signature(of: body, at: seconds))) }
    case .mail: return nil
    }
    self.headers = headers
  }
}
