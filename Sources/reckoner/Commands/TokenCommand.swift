import Access
import ArgumentParser
import EventModel
import Settings
import Workers

struct TokenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token",
    abstract: "Mints a bearer token for development.",
    discussion: """
      Examples:
        reckoner token --tenant 0b7a9a2e-4c55-4f6e-9a51-6c2f0f4b8e10 --role manager --user ada
        curl -H "Authorization: Bearer $(reckoner token ...)" http://localhost:8080/api/v1/learning/calibration

      It is signed with RECKONER_JWT_SECRET, and says what RECKONER_JWT_ISSUER, RECKONER_JWT_AUDIENCE and the names of the
      claims say that a token must. In production tokens come from your identity provider, whose keys RECKONER_JWT_JWKS_FILE
      or RECKONER_JWT_JWKS_URL names; with these this command mints nothing.
      """
  )

  private static let minutesMax: Int64 = 31 * 24 * 60

  @Option(help: "The tenant, a UUID.")
  var tenant: String

  @Option(help: "rep, manager, executive or operator.")
  var role: String

  @Option(help: "The user's id.")
  var user = "developer"

  @Option(help: "The team's id.")
  var team: String?

  @Option(help: ArgumentHelp("How long the token holds.", valueName: "minutes"))
  var minutes: Int64 = 60

  func validate() throws {
    if TenantID(text: tenant) == nil { throw ValidationError("--tenant must be a UUID") }
    if Role(rawValue: role) == nil { throw ValidationError("--role must be rep, manager, executive or operator") }
    if !(1...Self.minutesMax).contains(minutes) {
      throw ValidationError("--minutes must be from 1 to \(Self.minutesMax)")
    }
    for id in [user, team ?? user] where id.isEmpty || id.unicodeScalars.count > Principal.identifierScalarCountMax {
      throw ValidationError("--user and --team must have 1 to \(Principal.identifierScalarCountMax) characters")
    }
  }

  func run() async throws {
    try await OperatorSession.run { session in
      guard let tenantID = TenantID(text: tenant), let role = Role(rawValue: role) else {
        preconditionFailure("validated before")
      }
      let settings = try session.accessSettings()
      guard case .secret(let secret) = settings.keys else {
        throw Program.Failure(.configuration, "tokens can only be minted with RECKONER_JWT_SECRET; unset the key set")
      }
      do {
        let mint = TokenMint(keys: try await KeySet(secret: secret), policy: AccessPolicy(settings))
        let principal = Principal(userID: user, tenantID: tenantID, role: role, teamID: team)
        print(try mint.token(for: principal, now: session.clock.now, seconds: minutes * 60))
      } catch let error as AccessError {
        throw Program.Failure(.configuration, error.message)
      }
    }
  }
}
