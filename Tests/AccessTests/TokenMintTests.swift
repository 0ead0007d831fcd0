import Access
import EventModel
import Testing

@Suite struct TokenMintTests {
  private static let now = Timestamp(microseconds: Fixtures.issuedAtSeconds * 1_000_000)

  @Test("what is minted is verified, for every role", arguments: Role.allCases)
  func roundTrip(role: Role) async throws {
    let keys = try await KeySet(secret: String(repeating: "s", count: KeySet.secretByteCountMin))
    let names = AccessPolicy.ClaimNames(user: "u", tenant: "t", role: "r", team: "g")
    let policy = AccessPolicy(claimNames: names, issuer: "i", audience: "a")
    let tenant = try #require(TenantID(text: "0b7a9a2e-4c55-4f6e-9a51-6c2f0f4b8e10"))
    for teamID in [nil, "north"] {
      let wholeSeconds = Self.now.microseconds / 1_000_000 * 1_000_000
      let principal = Principal(
        userID: "grace",
        tenantID: tenant,
        role: role,
        teamID: teamID,
        expiresAt: Timestamp(microseconds: wholeSeconds) + .seconds(60)
      )
      let token = try TokenMint(keys: keys, policy: policy).token(for: principal, now: Self.now, seconds: 60)
      #expect(try TokenVerifier(policy: policy).principal(of: token, keys: keys, now: Self.now) == principal)
    }
  }

  @Test("public keys mint nothing")
  func publicKeys() async throws {
    let mint = TokenMint(keys: try await KeySet(jwks: Array(Fixtures.keySet.utf8)), policy: AccessPolicy())
    let tenant = try #require(TenantID(text: "0b7a9a2e-4c55-4f6e-9a51-6c2f0f4b8e10"))
    let error = #expect(throws: AccessError.self) {
      try mint.token(for: Principal(userID: "x", tenantID: tenant, role: .rep), now: Self.now, seconds: 60)
    }
    #expect(error?.code == .noKeys)
  }

  @Test("a short secret is refused")
  func shortSecret() async {
    let error = await #expect(throws: AccessError.self) { try await KeySet(secret: String(repeating: "s", count: 31)) }
    #expect(error?.code == .noKeys)
  }

  @Test(
    "a set without a key that we can use is refused",
    arguments: ["{\"keys\":[]}", "[]", "", "{\"keys\":[{\"kty\":\"oct\"}]}"]
  )
  func uselessKeySet(json: String) async {
    let error = await #expect(throws: AccessError.self) { try await KeySet(jwks: Array(json.utf8)) }
    #expect(error?.code == .noKeys)
  }
}
