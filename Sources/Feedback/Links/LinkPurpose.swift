/// The one thing that a link is good for.
public enum LinkPurpose: String, CaseIterable, Sendable {
  /// Rates the target.
  case rate
  /// Takes back the person's rating of the target.
  case withdraw
}
