/// What a token must say beside its signature.
public struct AccessPolicy: Hashable, Sendable {
  /// The claims that say who somebody is; issuers name them differently.
  public struct ClaimNames: Hashable, Sendable {
    public var user: String
    public var tenant: String
    public var role: String
    public var team: String

    public init(user: String = "sub", tenant: String = "tenant_id", role: String = "role", team: String = "team_id") {
      self.user = user
      self.tenant = tenant
      self.role = role
      self.team = team
    }
  }

  /// How far the issuer's clock may be from ours, in seconds.
  public static let clockSkewSecondsMax = 30.0

  public var claimNames: ClaimNames
  /// What `iss` must be; `nil` takes any.
  public var issuer: String?
  /// What `aud` must be or contain; `nil` takes any.
  public var audience: String?

  public init(claimNames: ClaimNames = ClaimNames(), issuer: String? = nil, audience: String? = nil) {
    self.claimNames = claimNames
    self.issuer = issuer
    self.audience = audience
  }
}
