/// How a token may be signed (RFC 7518, section 3.1). `none` is no case of it.
public enum TokenAlgorithm: String, CaseIterable, Sendable {
  /// HMAC with SHA-256, by a secret that issuer and server share.
  case hs256 = "HS256"
  /// RSASSA-PKCS1-v1_5 with SHA-256.
  case rs256 = "RS256"
  /// ECDSA over P-256 with SHA-256.
  case es256 = "ES256"
}
