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

  public init(userID: String, tenantID: TenantID, role: Role, teamID: String? = nil) {
    self.userID = userID
    self.tenantID = tenantID
    self.role = role
    self.teamID = teamID
  }
}
