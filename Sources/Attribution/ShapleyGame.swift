/// Which game the Shapley values of a table of paths belong to.
public enum ShapleyGame: String, CaseIterable, Sendable {
  /// A set of action types is worth the conversions of the paths whose types all lie in it. Never negative.
  case coverage
  /// A set of action types is worth the conversion rate of those paths: ``ShapleyRateGame``.
  case rate
}
