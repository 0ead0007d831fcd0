/// Why nobody is let in. Nothing of the token or of a key is in it.
public struct AccessError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, CaseIterable, Sendable {
    /// Not three parts of base64 with JSON objects in the first two.
    case malformedToken = "malformed_token"
    /// Another algorithm than those of the keys; `none` above all.
    case unsupportedAlgorithm = "unsupported_algorithm"
    /// The token names a key that isn't among ours, or not yet.
    case unknownKey = "unknown_key"
    case invalidSignature = "invalid_signature"
    case expired
    case notYetValid = "not_yet_valid"
    case wrongIssuer = "wrong_issuer"
    case wrongAudience = "wrong_audience"
    /// A claim that is missing, or isn't what it should be.
    case invalidClaim = "invalid_claim"
    /// The keys can't be read, or none of them can be used.
    case noKeys = "no_keys"
  }

  public let code: Code
  /// A sentence: what is wrong and what to do.
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}

extension AccessError {
  static let malformed = AccessError(
    .malformedToken,
    "The bearer token is no JSON Web Token; send the one that you were given."
  )
  static let forged = AccessError(
    .invalidSignature,
    "The token's signature doesn't fit any of our keys; get a new token."
  )

  static func invalidClaim(_ name: String, _ expectation: String) -> AccessError {
    AccessError(.invalidClaim, "The token's claim `\(name)` \(expectation); get a token from an issuer that sets it.")
  }
}
