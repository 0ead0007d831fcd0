public import EventModel
import FoundationEssentials
import JWTKit

/// Makes tokens that a shared secret signs: for development, and for tests.
public struct TokenMint: Sendable {
  private let keys: KeySet
  private let policy: AccessPolicy

  /// - Parameter keys: made of a secret.
  public init(keys: KeySet, policy: AccessPolicy) {
    self.keys = keys
    self.policy = policy
  }

  /// A token for somebody.
  /// - Parameter seconds: until it expires.
  /// - Throws: ``AccessError/Code/noKeys`` where the keys are public ones, which sign nothing.
  public func token(for principal: Principal, now: Timestamp, seconds: Int64) throws(AccessError) -> String {
    guard let key = keys.keys.first(where: { $0.algorithm == .hs256 }) else {
      throw AccessError(.noKeys, "Tokens can only be made with a shared secret; ask the issuer of the key set for one.")
    }
    let issuedAt = now.microseconds / 1_000_000
    let names = policy.claimNames
    var claims: [JSONMember] = [
      JSONMember(names.user, .string(principal.userID)),
      JSONMember(names.tenant, .string(principal.tenantID.description)),
      JSONMember(names.role, .string(principal.role.rawValue)),
      JSONMember("iat", .number(JSONNumber(issuedAt))),
      JSONMember("exp", .number(JSONNumber(issuedAt + seconds))),
    ]
    if let teamID = principal.teamID { claims.append(JSONMember(names.team, .string(teamID))) }
    if let issuer = policy.issuer { claims.append(JSONMember("iss", .string(issuer))) }
    if let audience = policy.audience { claims.append(JSONMember("aud", .string(audience))) }
    let header = JSONValue.object([
      JSONMember("alg", .string(key.algorithm.rawValue)), JSONMember("typ", .string("JWT")),
    ])
    let dot = UInt8(ascii: ".")
    let signed =
      Base64URL.encode(JSONWriter.compact(header)) + [dot] + Base64URL.encode(JSONWriter.compact(.object(claims)))
    do {
      let token = signed + [dot] + Base64URL.encode(try key.verifier.sign(signed))
      return String(decoding: token, as: UTF8.self)
    } catch {
      throw AccessError(.noKeys, "The secret of tokens can't be used.")
    }
  }
}
