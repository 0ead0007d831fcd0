import EventModel
import FoundationEssentials
import JWTKit

/// Reads one key of a JSON Web Key Set.
enum PublicKeyReader {
  /// NIST SP 800-131A: shorter ones aren't to be relied on.
  private static let modulusByteCountMin = 256

  /// `nil` where it isn't for signatures that we verify.
  static func key(of element: JSONValue) async -> KeySet.Key? {
    guard let algorithm = algorithm(of: element) else { return nil }
    let id = text("kid", of: element)
    do {
      var key = try JSONDecoder().decode(JWK.self, from: Data(JSONWriter.compact(element)))
      // A set that was published with its private parts verifies all the same, and we don't keep them.
      key.privateExponent = nil
      key.prime1 = nil
      key.prime2 = nil
      key.algorithm = JWK.Algorithm(rawValue: algorithm.rawValue)
      let name = JWKIdentifier(string: "key")
      key.keyIdentifier = name
      let collection = JWTKeyCollection()
      try await collection.add(jwk: key)
      return KeySet.Key(
        id: id,
        algorithm: algorithm,
        verifier: try await collection.getKey(for: name, alg: algorithm.rawValue)
      )
    } catch {
      // A key that can't be read verifies nothing; the others of the set do.
      return nil
    }
  }

  private static func algorithm(of element: JSONValue) -> TokenAlgorithm? {
    if let use = text("use", of: element), use != "sig" { return nil }
    let fitting: TokenAlgorithm
    switch text("kty", of: element) {
    case "RSA":
      guard let modulus = text("n", of: element).flatMap({ Base64URL.decode($0.utf8) }),
        modulus.drop(while: { $0 == 0 }).count >= modulusByteCountMin
      else { return nil }
      fitting = .rs256
    case "EC":
      guard text("crv", of: element) == "P-256" else { return nil }
      fitting = .es256
    default: return nil
    }
    if let named = text("alg", of: element), named != fitting.rawValue { return nil }
    return fitting
  }

  private static func text(_ name: String, of element: JSONValue) -> String? {
    guard case .string(let text) = element[name] else { return nil }
    return text
  }
}
