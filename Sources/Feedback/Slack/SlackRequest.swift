/// A request as it came, which claims to be Slack's.
public struct SlackRequest: Sendable {
  /// The header `X-Slack-Request-Timestamp`; `nil` where it is absent.
  public let timestamp: String?
  /// The header `X-Slack-Signature`; `nil` where it is absent.
  public let signature: String?
  /// Byte for byte: what was decoded and written again is not what was signed.
  public let body: [UInt8]

  public init(timestamp: String?, signature: String?, body: [UInt8]) {
    self.timestamp = timestamp
    self.signature = signature
    self.body = body
  }
}
