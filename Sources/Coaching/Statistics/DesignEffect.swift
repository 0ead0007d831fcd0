/// By how much the variances of two rates exceed those of independent outcomes: a rate over n outcomes is as sure as
/// one over n / effect independent ones (Rao and Scott 1992).
public struct DesignEffect: Hashable, Sendable {
  /// Of independent outcomes.
  public static let none = DesignEffect(group: 1, rest: 1)

  /// At least 1.
  public let group: Double
  /// At least 1.
  public let rest: Double

  public init(group: Double, rest: Double) {
    precondition(group >= 1 && rest >= 1, "outcomes are no surer than independent ones")
    self.group = group
    self.rest = rest
  }

  /// The effect on the variance of the rates' difference, where both rates are the same.
  func combined(_ comparison: GroupComparison) -> Double {
    let (groupTrials, restTrials) = (Double(comparison.group.trials), Double(comparison.rest.trials))
    return (group / groupTrials + rest / restTrials) / (1 / groupTrials + 1 / restTrials)
  }
}
