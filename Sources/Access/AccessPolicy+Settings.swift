public import Settings

extension AccessPolicy {
  /// What the settings of a process say about tokens.
  public init(_ settings: AccessSettings) {
    self.init(
      claimNames: ClaimNames(
        user: settings.claims.user,
        tenant: settings.claims.tenant,
        role: settings.claims.role,
        team: settings.claims.team
      ),
      issuer: settings.issuer,
      audience: settings.audience
    )
  }
}
