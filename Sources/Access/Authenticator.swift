public import EventModel

/// Says who asks, by the keys in force.
public struct Authenticator: Sendable {
  private let verifier: TokenVerifier
  private let ring: KeyRing

  public init(policy: AccessPolicy, ring: KeyRing) {
    verifier = TokenVerifier(policy: policy)
    self.ring = ring
  }

  /// A token that names a key we don't know may be signed with one that was made since the keys were read.
  public func principal(of token: String, now: Timestamp) async throws(AccessError) -> Principal {
    do {
      return try verifier.principal(of: token, keys: ring.keys, now: now)
    } catch {
      guard error.code == .unknownKey, await ring.refresh(now: now) else { throw error }
      return try verifier.principal(of: token, keys: ring.keys, now: now)
    }
  }
}
