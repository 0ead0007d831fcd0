/// Whose tokens are taken, and what they call things.
///
/// | setting | variable | default | secret |
/// |---|---|---|---|
/// | the secret that HS256 tokens are signed with, 32 bytes or more | `RECKONER_JWT_SECRET` | none | yes |
/// | a file with a JSON Web Key Set, for RS256 and ES256 | `RECKONER_JWT_JWKS_FILE` | none | |
/// | the address of one | `RECKONER_JWT_JWKS_URL` | none | |
/// | what `iss` must be | `RECKONER_JWT_ISSUER` | any | |
/// | what `aud` must be or contain | `RECKONER_JWT_AUDIENCE` | any | |
/// | the claims of user, tenant, role and team | `RECKONER_JWT_USER_CLAIM`, `_TENANT_CLAIM`, `_ROLE_CLAIM`, `_TEAM_CLAIM` | `sub`, `tenant_id`, `role`, `team_id` | |
public struct AccessSettings: Sendable {
  /// Where the keys come from.
  public enum Keys: Hashable, Sendable {
    case secret(String)
    case file(path: String)
    case url(String)
  }

  public struct Claims: Hashable, Sendable {
    public let user: String
    public let tenant: String
    public let role: String
    public let team: String
  }

  /// `nil` after a mistake, which the reader reports.
  public let keys: Keys?
  public let issuer: String?
  public let audience: String?
  public let claims: Claims

  public init(reading reader: inout SettingsReader) {
    keys = Self.keys(reading: &reader)
    issuer = reader.text("reckoner.jwt.issuer")
    audience = reader.text("reckoner.jwt.audience")
    claims = Claims(
      user: reader.text("reckoner.jwt.user.claim") ?? "sub",
      tenant: reader.text("reckoner.jwt.tenant.claim") ?? "tenant_id",
      role: reader.text("reckoner.jwt.role.claim") ?? "role",
      team: reader.text("reckoner.jwt.team.claim") ?? "team_id"
    )
  }

  private static func keys(reading reader: inout SettingsReader) -> Keys? {
    let given: [Keys] = [
      reader.secret("reckoner.jwt.secret").map(Keys.secret),
      reader.text("reckoner.jwt.jwks.file").map { .file(path: $0) },
      reader.text("reckoner.jwt.jwks.url").map(Keys.url),
    ].compactMap(\.self)
    if given.count == 1 { return given[0] }
    reader.addMistake(
      given.isEmpty
        ? "none of RECKONER_JWT_SECRET, RECKONER_JWT_JWKS_FILE and RECKONER_JWT_JWKS_URL is set: give one of them"
        : "only one of RECKONER_JWT_SECRET, RECKONER_JWT_JWKS_FILE and RECKONER_JWT_JWKS_URL may be set: choose one"
    )
    return nil
  }
}
