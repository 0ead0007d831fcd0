public import EventModel

/// Why an attempt failed. The reason is a sentence without payload, secret or whole address: it is stored, shown and logged.
public struct DeliveryFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// Whether another attempt could succeed without anybody changing anything.
  public let isPermanent: Bool
  public let reason: String
  /// How long the receiver asks to be left alone.
  public let retryAfter: TimeInterval?

  /// Another attempt may succeed.
  public static func transient(_ reason: String, retryAfter: TimeInterval? = nil) -> DeliveryFailure {
    DeliveryFailure(isPermanent: false, reason: reason, retryAfter: retryAfter)
  }

  /// Somebody has to change something first.
  public static func permanent(_ reason: String) -> DeliveryFailure {
    DeliveryFailure(isPermanent: true, reason: reason, retryAfter: nil)
  }

  public var description: String { reason }
}

extension DeliveryFailure {
  /// What a webhook's answer means; `nil` for success.
  /// - Parameters:
  ///   - status: of HTTP.
  ///   - host: who answered.
  ///   - retryAfter: the header `Retry-After` (RFC 9110, section 10.2.3).
  public init?(status: Int, from host: String, retryAfter: String?, now: Timestamp) {
    let answer = "\(host) answered with HTTP status \(status)"
    switch status {
    case 200..<300: return nil
    case 300..<400:
      self = .permanent("\(answer), a redirection, which is never followed; give the channel the final address.")
    case 408, 425: self = .transient("\(answer).")
    case 429, 500...:
      self = .transient("\(answer).", retryAfter: retryAfter.flatMap { RetryAfter.parse($0, now: now) })
    case 401, 403: self = .permanent("\(answer): it doesn't accept the channel's address or its secret; check them.")
    case 404, 410: self = .permanent("\(answer): the address isn't there any more; give the channel another one.")
    default: self = .permanent("\(answer): it refuses what it was sent.")
    }
  }
}
