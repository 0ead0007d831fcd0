/// A secret that links are signed with.
public struct SigningKey: Sendable {
  /// As many bytes as the code has, so that guessing the key is no easier than guessing a code (RFC 2104, section 3).
  public static let byteCountMin = 32

  let key: AuthenticationKey

  /// `nil` where the secret is too short.
  public init?(_ secret: [UInt8]) {
    guard secret.count >= Self.byteCountMin else { return nil }
    key = AuthenticationKey(secret)
  }
}
