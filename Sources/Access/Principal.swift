public import EventModel

/// Who asks: what a verified token says, and nothing else. Tenant and role never come from a request.
public struct Principal: Hashable, Sendable {
  /// The most Unicode scalars of a user's and a team's id.
  public static let identifierScalarCountMax = 200

  public let userID: String
  public let tenantID: TenantID
  public let role: Role
  /// `nil` where the token names no team.
  public let teamID: String?
  /// When the token that names it ends; `nil` where none does.
  public let expiresAt: Timestamp?

  public init(userID: String, tenantID: TenantID, role: Role, teamID: String? = nil, expiresAt: Timestamp? = nil) {
    self.userID = userID
    self.tenantID = tenantID
    self.role = role
    self.teamID = teamID
    self.expiresAt = expiresAt
  }
}
