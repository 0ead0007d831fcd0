/// What happens when an agent is found to be too sure, or not sure enough (SEMANTICS section 5).
public enum CalibrationMode: String, CaseIterable, Sendable {
  /// The correction changes at once.
  case auto
  /// The change waits for a person.
  case propose
  /// The verdict is all that is said.
  case off
}
