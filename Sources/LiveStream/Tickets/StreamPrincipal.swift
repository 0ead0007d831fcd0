public import EventModel

/// Who may open a stream: what a verified token said when the ticket was issued.
public struct StreamPrincipal: Hashable, Sendable {
  public let userID: String
  public let tenantID: TenantID
  /// As the token's claim writes it.
  public let role: String
  /// `nil` where the token named no team.
  public let teamID: String?
  /// When the token expires, and with it the stream.
  public let tokenExpiresAt: Timestamp

  public init(userID: String, tenantID: TenantID, role: String, teamID: String?, tokenExpiresAt: Timestamp) {
    self.userID = userID
    self.tenantID = tenantID
    self.role = role
    self.teamID = teamID
    self.tokenExpiresAt = tokenExpiresAt
  }
}

extension StreamPrincipal {
  /// An object with `user_id`, `tenant_id`, `role`, `team_id` (text or null) and `token_expires_at` (RFC 3339).
  var json: [UInt8] {
    JSONWriter.compact(
      .object([
        JSONMember("user_id", .string(userID)), JSONMember("tenant_id", .string(tenantID.description)),
        JSONMember("role", .string(role)), JSONMember("team_id", teamID.map { .string($0) } ?? .null),
        JSONMember("token_expires_at", .string(tokenExpiresAt.rfc3339)),
      ])
    )
  }

  /// `nil` for anything that ``json`` doesn't write.
  init?(json bytes: [UInt8]) {
    guard case .success(let json) = Result(catching: { try JSONParser.parse(bytes) }),
      case .string(let userID)? = json["user_id"], case .string(let role)? = json["role"],
      case .string(let tenantText)? = json["tenant_id"], let tenantID = TenantID(text: tenantText),
      case .string(let expiryText)? = json["token_expires_at"], let expiry = Timestamp(rfc3339: expiryText)
    else { return nil }
    let teamID: String?
    switch json["team_id"] {
    case .string(let text)?: teamID = text
    case .null?: teamID = nil
    default: return nil
    }
    self.init(userID: userID, tenantID: tenantID, role: role, teamID: teamID, tokenExpiresAt: expiry)
  }
}
