public import EventModel
import FoundationEssentials
import JWTKit

/// Says whose a bearer token is (RFC 7519), or why it is nobody's.
public struct TokenVerifier: Sendable {
  /// The longest token, in bytes.
  public static let tokenByteCountMax = 8192

  private let policy: AccessPolicy

  public init(policy: AccessPolicy) {
    self.policy = policy
  }

  /// Checks form, algorithm, signature, times, issuer and audience, in this order: claims of a token that nobody signed
  /// are not even read.
  public func principal(of token: String, keys: KeySet, now: Timestamp) throws(AccessError) -> Principal {
    let bytes = Array(token.utf8)
    guard bytes.count <= Self.tokenByteCountMax else { throw .malformed }
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Base64URL.decode(parts[0]).flatMap(TokenHeader.init),
      let payload = Base64URL.decode(parts[1]), let signature = Base64URL.decode(parts[2])
    else { throw .malformed }
    guard let algorithm = header.algorithm else {
      throw AccessError(.unsupportedAlgorithm, "The token's algorithm isn't one of HS256, RS256 and ES256.")
    }
    let signed = Array(bytes[..<parts[1].endIndex])
    let isSigned = try keys.keys(id: header.keyID, algorithm: algorithm).contains { key in
      // What the library throws means a signature of another form.
      (try? key.verifier.verify(signature, signs: signed)) ?? false
    }
    guard isSigned else { throw .forged }
    guard let claims = TokenClaims(payload) else { throw .malformed }
    return try claims.principal(under: policy, now: now)
  }
}

/// What the first part of a token says.
struct TokenHeader {
  /// `nil` for `none`, and for any that we don't know.
  let algorithm: TokenAlgorithm?
  let keyID: String?

  /// `nil` where it is no JSON object, or names an extension that must be understood (`crit`, RFC 7515 section 4.1.11).
  init?(_ json: [UInt8]) {
    guard case .success(let header) = Result(catching: { try JSONParser.parse(json) }), header.members != nil,
      header["crit"] == nil
    else { return nil }
    var texts: [String: String] = [:]
    for name in ["alg", "kid"] {
      switch header[name] {
      case .string(let text): texts[name] = text
      case nil where name == "kid": continue
      default: return nil
      }
    }
    algorithm = texts["alg"].flatMap(TokenAlgorithm.init)
    keyID = texts["kid"]
  }
}
