import Access
import EventModel
import Testing

@Suite struct TokenVerifierTests {
  private static let issuedAt = Timestamp(microseconds: Fixtures.issuedAtSeconds * 1_000_000)
  private static let expiresAt = issuedAt + .hours(1)
  private static let policy = AccessPolicy(issuer: "https://issuer.example", audience: "reckoner")
  /// What all the tokens say.
  private static let ada = TenantID(text: "0b7a9a2e-4c55-4f6e-9a51-6c2f0f4b8e10").map {
    Principal(userID: "ada", tenantID: $0, role: .manager, teamID: "north", expiresAt: expiresAt)
  }
  private static let secret = "a secret that is thirty-two bytes"

  private func keySet() async throws -> KeySet { try await KeySet(jwks: Array(Fixtures.keySet.utf8)) }

  private func principal(
    of token: String,
    keys: KeySet,
    policy: AccessPolicy = Self.policy,
    now: Timestamp = Self.issuedAt + .seconds(60)
  ) throws(AccessError) -> Principal {
    try TokenVerifier(policy: policy).principal(of: token, keys: keys, now: now)
  }

  private func refusal(
    of token: String,
    keys: KeySet,
    policy: AccessPolicy = Self.policy,
    now: Timestamp = Self.issuedAt + .seconds(60)
  ) -> AccessError.Code? {
    do throws(AccessError) {
      _ = try principal(of: token, keys: keys, policy: policy, now: now)
      return nil
    } catch {
      return error.code
    }
  }

  @Test("tokens that others signed are read", arguments: [Fixtures.rs256, Fixtures.es256, Fixtures.rs256WithoutKeyID])
  func publicKeys(token: String) async throws {
    #expect(try principal(of: token, keys: try await keySet()) == Self.ada)
  }

  @Test("a token by the shared secret is read")
  func sharedSecret() async throws {
    #expect(try principal(of: Fixtures.hs256, keys: try await KeySet(secret: Self.secret)) == Self.ada)
  }

  @Test(
    "forgeries are refused",
    arguments: [
      (Fixtures.none, .unsupportedAlgorithm), (Fixtures.publicKeyAsSecret, .unsupportedAlgorithm),
      (Fixtures.rs512, .unsupportedAlgorithm), (Fixtures.hs256, .unsupportedAlgorithm),
      (Fixtures.otherKeyUnderOurName, .invalidSignature), (Fixtures.rotated, .unknownKey),
      (Fixtures.small, .unknownKey), (Fixtures.critical, .malformedToken), ("", .malformedToken),
      ("a.b.c", .malformedToken), ("..", .malformedToken), (Fixtures.rs256 + ".", .malformedToken),
      (String(repeating: "a", count: 9000), .malformedToken),
    ] as [(String, AccessError.Code)]
  )
  func forgeries(token: String, code: AccessError.Code) async throws {
    #expect(refusal(of: token, keys: try await keySet()) == code)
  }

  @Test("a token under another secret is refused")
  func otherSecret() async throws {
    let keys = try await KeySet(secret: Self.secret.replacing("two", with: "too"))
    #expect(refusal(of: Fixtures.hs256, keys: keys) == .invalidSignature)
  }

  @Test("no changed character of a token goes unnoticed", arguments: [Fixtures.hs256, Fixtures.es256])
  func tampering(token: String) async throws {
    let keys = token == Fixtures.hs256 ? try await KeySet(secret: Self.secret) : try await keySet()
    let bytes = Array(token.utf8)
    for position in bytes.indices {
      var changed = bytes
      changed[position] = changed[position] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      #expect(refusal(of: String(decoding: changed, as: UTF8.self), keys: keys) != nil, "at \(position)")
    }
  }

  @Test("a token holds from its beginning to its end, and as long as clocks may differ around it")
  func times() async throws {
    let keys = try await keySet()
    let skew = TimeInterval(microseconds: Int64(AccessPolicy.clockSkewSecondsMax * 1e6))
    let instant = TimeInterval(microseconds: 1)
    #expect(refusal(of: Fixtures.rs256, keys: keys, now: Self.expiresAt + skew - instant) == nil)
    #expect(refusal(of: Fixtures.rs256, keys: keys, now: Self.expiresAt + skew) == .expired)
    #expect(refusal(of: Fixtures.rs256, keys: keys, now: Self.issuedAt - skew) == nil)
    #expect(refusal(of: Fixtures.rs256, keys: keys, now: Self.issuedAt - skew - instant) == .notYetValid)
  }

  @Test("issuer and audience must be ours, where we say who we are")
  func origin() async throws {
    let keys = try await keySet()
    let other = AccessPolicy(issuer: "https://other.example")
    #expect(refusal(of: Fixtures.rs256, keys: keys, policy: other) == .wrongIssuer)
    #expect(refusal(of: Fixtures.rs256, keys: keys, policy: AccessPolicy(audience: "else")) == .wrongAudience)
    #expect(refusal(of: Fixtures.rs256, keys: keys, policy: AccessPolicy()) == nil)
  }

  @Test("claims have configurable names, and what is missing is named")
  func claimNames() async throws {
    let keys = try await keySet()
    var policy = Self.policy
    policy.claimNames.team = "sub"
    #expect(try principal(of: Fixtures.rs256, keys: keys, policy: policy).teamID == "ada")
    policy.claimNames.team = "group"
    #expect(try principal(of: Fixtures.rs256, keys: keys, policy: policy).teamID == nil)
    for path in [\AccessPolicy.ClaimNames.user, \.tenant, \.role] {
      var policy = Self.policy
      policy.claimNames[keyPath: path] = "absent"
      #expect(refusal(of: Fixtures.rs256, keys: keys, policy: policy) == .invalidClaim)
    }
    policy.claimNames.tenant = "sub"
    #expect(refusal(of: Fixtures.rs256, keys: keys, policy: policy) == .invalidClaim, "a tenant is a UUID")
  }
}
