/// What a metric is counted in.
public enum MetricUnit: String, CaseIterable, Sendable {
  /// A share of cases, in [0, 1].
  case proportion
  /// A difference of two proportions, in [-1, 1].
  case proportionDifference = "proportion_difference"
  /// On the scale that ratings of both sources share, in [-1, 1].
  case rating
  /// A probability, in [0, 1].
  case probability
  case conversions
  case escalations
  case hours
  /// A ratio without a unit.
  case ratio
  case count
  /// Units of the currency that the tenant's agent reports costs in, or that amounts name.
  case currency
}
