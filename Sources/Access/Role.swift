/// What somebody is in a tenant, and so what they may see and decide. The raw values are those of the token's claim.
public enum Role: String, CaseIterable, Sendable {
  /// Sees their own figures.
  case rep
  /// Sees the team's, and decides on corrections.
  case manager
  /// Sees the whole tenant's.
  case executive
  /// Sees the dead letters, and replays them.
  case `operator`
}
