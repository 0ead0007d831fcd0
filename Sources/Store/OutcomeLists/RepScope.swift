import PostgresClient

/// Whose rows somebody may see, by the rep that an action names.
public enum RepScope: Hashable, Sendable {
  /// Everybody's.
  case everyone
  /// Those of these reps, and, where `includesUnassigned`, those that name none.
  case reps(Set<String>, includesUnassigned: Bool)

  /// Whether a row of this rep is among them.
  public func includes(_ rep: String?) -> Bool {
    switch self {
    case .everyone: true
    case .reps(let reps, let includesUnassigned): rep.map(reps.contains) ?? includesUnassigned
    }
  }
}

extension PostgresParameters {
  /// Two parameters: the reps, null for everyone's, and whether rows without one are among them.
  mutating func append(_ scope: RepScope) {
    switch scope {
    case .everyone:
      append([String]?.none)
      append(true)
    case .reps(let reps, let includesUnassigned):
      append(reps.sorted())
      append(includesUnassigned)
    }
  }
}
