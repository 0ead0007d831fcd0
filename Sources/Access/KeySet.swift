import EventModel
import JWTKit

/// The keys that tokens may be signed with: one shared secret, or the public keys of a JSON Web Key Set.
///
/// Each key verifies the one algorithm that fits it: what the token's header says never makes a public key a secret.
public struct KeySet: Sendable {
  /// A shorter secret could be guessed from a token (RFC 7518, section 3.2).
  public static let secretByteCountMin = 32
  /// Keys of one set; further ones are left out.
  public static let keyCountMax = 64

  struct Key: Sendable {
    /// `nil` where the set names none: it stands for any.
    let id: String?
    let algorithm: TokenAlgorithm
    let verifier: any JWTAlgorithm
  }

  let keys: [Key]

  /// One shared secret, for HS256.
  public init(secret: String) async throws(AccessError) {
    guard secret.utf8.count >= Self.secretByteCountMin else {
      throw AccessError(.noKeys, "The secret of tokens needs \(Self.secretByteCountMin) bytes; make a longer one.")
    }
    do {
      let collection = JWTKeyCollection()
      await collection.add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256)
      keys = [Key(id: nil, algorithm: .hs256, verifier: try await collection.getKey())]
    } catch {
      throw AccessError(.noKeys, "The secret of tokens can't be used.")
    }
  }

  /// The RSA and P-256 keys of a JSON Web Key Set (RFC 7517); others, and those for encryption, are left out.
  public init(jwks json: [UInt8]) async throws(AccessError) {
    guard case .success(let document) = Result(catching: { try JSONParser.parse(json) }),
      case .array(let elements) = document["keys"]
    else {
      throw AccessError(.noKeys, "The key set is no JSON object with an array `keys`; check the file or the URL.")
    }
    var keys: [Key] = []
    for element in elements where keys.count < Self.keyCountMax {
      if let key = await PublicKeyReader.key(of: element) { keys.append(key) }
    }
    guard !keys.isEmpty else {
      throw AccessError(.noKeys, "The key set has no RSA key of 2048 bits or more and no P-256 key for signatures.")
    }
    self.keys = keys
  }

  /// The keys that may have signed a token.
  /// - Parameter id: the `kid` of its header.
  func keys(id: String?, algorithm: TokenAlgorithm) throws(AccessError) -> [Key] {
    let fitting = keys.filter { $0.algorithm == algorithm }
    if fitting.isEmpty {
      let names = Set(keys.map(\.algorithm.rawValue)).sorted().joined(separator: ", ")
      throw AccessError(.unsupportedAlgorithm, "The token isn't signed by an algorithm of our keys: \(names).")
    }
    let named = fitting.filter { $0.id == nil || id == nil || $0.id == id }
    if named.isEmpty { throw AccessError(.unknownKey, "The token names a key that isn't ours; get a new token.") }
    return named
  }
}
