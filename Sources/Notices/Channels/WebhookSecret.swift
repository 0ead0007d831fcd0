import Crypto

/// What a receiver knows a request by. Its text never shows it.
public struct WebhookSecret: Hashable, Sendable, CustomStringConvertible {
  public static let byteCounts = 16...256

  private let bytes: [UInt8]

  /// `nil` where it is too short or too long.
  public init?(_ text: String) {
    bytes = Array(text.utf8)
    guard Self.byteCounts.contains(bytes.count) else { return nil }
  }

  /// HMAC-SHA256 (RFC 2104) of the seconds since 1970, a full stop and the body, as `sha256=` and hexadecimal digits.
  public func signature(of body: [UInt8], at seconds: Int64) -> String {
    let message = Array("\(seconds).".utf8) + body
    let code = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: bytes))
    return "sha256=" + code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  public var description: String { "a secret" }
}
