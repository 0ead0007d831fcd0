public import EventModel

/// Tells whether a request is Slack's, and recent ("Verifying requests from Slack": the signature is the HMAC-SHA256 of
/// `v0:<timestamp>:<body>` in hexadecimal digits, and a timestamp more than five minutes off may be a replay).
public struct SlackVerifier: Sendable {
  /// How far Slack's clock and ours may be apart, on either side, this far included.
  public static let replayWindow = TimeInterval.seconds(300)
  /// Messages with all of their blocks stay well below.
  public static let bodyByteCountMax = 262_144
  public static let secretCountMax = 4

  private static let timestampHeader = "X-Slack-Request-Timestamp"
  private static let signatureHeader = "X-Slack-Signature"

  private let keys: [AuthenticationKey]

  /// The signing secret of the app as Slack shows it, a text; several while it is being rotated.
  ///
  /// `nil` without a secret, with an empty one, and with more than the maximum.
  public init?(signingSecrets: [String]) {
    guard (1...Self.secretCountMax).contains(signingSecrets.count), signingSecrets.allSatisfy({ !$0.isEmpty }) else {
      return nil
    }
    keys = signingSecrets.map { AuthenticationKey(Array($0.utf8)) }
  }

  /// When Slack sent the request; throws where it isn't Slack's, or isn't recent.
  public func verify(_ request: SlackRequest, now: Timestamp) throws(FeedbackError) -> Timestamp {
    guard request.body.count <= Self.bodyByteCountMax else {
      throw FeedbackError(.tooLarge, "The body may have at most \(Self.bodyByteCountMax) bytes.")
    }
    guard let timestamp = request.timestamp else { throw .missing(Self.timestampHeader, "Slack sends it") }
    guard let signature = request.signature else { throw .missing(Self.signatureHeader, "Slack sends it") }
    guard let sentAt = Timestamp(slackSeconds: timestamp) else {
      throw .invalid(Self.timestampHeader, "must be a number of seconds since 1970")
    }
    guard now - Self.replayWindow <= sentAt, sentAt <= now + Self.replayWindow else {
      throw FeedbackError(
        .staleRequest,
        field: Self.timestampHeader,
        "The request is more than five minutes away from this server's clock: it is a replay, or a clock is wrong."
      )
    }
    let message = Array("v0:\(timestamp):".utf8) + request.body
    guard let code = Self.code(signature), keys.reduce(false, { $1.isValid(code, for: message) || $0 }) else {
      throw FeedbackError(
        .invalidSignature,
        field: Self.signatureHeader,
        "The signature is not that of the app's signing secret over this body."
      )
    }
    return sentAt
  }

  /// The bytes of `v0=` and 64 lower-case hexadecimal digits; `nil` for anything else.
  private static func code(_ signature: String) -> [UInt8]? {
    let text = Array(signature.utf8)
    guard text.count == 3 + 2 * AuthenticationKey.codeByteCount, text.starts(with: "v0=".utf8) else { return nil }
    var code: [UInt8] = []
    for index in stride(from: 3, to: text.count, by: 2) {
      guard let high = HexadecimalDigit.lowercaseValue(text[index]),
        let low = HexadecimalDigit.lowercaseValue(text[index + 1])
      else { return nil }
      code.append(high << 4 | low)
    }
    return code
  }
}
