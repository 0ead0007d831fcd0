import Crypto

/// A secret that HMAC-SHA256 (RFC 2104) authenticates messages with. Its text never shows it.
struct AuthenticationKey: Sendable, CustomStringConvertible {
  /// Of a code.
  static let codeByteCount = 32

  private let key: SymmetricKey

  init(_ secret: [UInt8]) {
    key = SymmetricKey(data: secret)
  }

  func code(for message: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
  }

  /// In a time that doesn't tell how much of the code is right.
  func isValid(_ code: [UInt8], for message: [UInt8]) -> Bool {
    HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: message, using: key)
  }

  var description: String { "a secret" }
}
