/// Where an outcome stands (SEMANTICS section 1).
public enum OutcomeStatus: String, CaseIterable, Sendable {
  case pending
  case positive
  case negative
  /// Waits for a person's label.
  case ambiguous
  /// The window closed without a decisive signal.
  case expired
}
