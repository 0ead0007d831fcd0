/// The outcomes of a group beside all others that could have been in it.
public struct GroupComparison: Hashable, Sendable {
  /// At least one trial.
  public let group: SuccessCount
  /// At least one trial.
  public let rest: SuccessCount

  /// `nil` where either side has no outcome.
  public init?(group: SuccessCount, rest: SuccessCount) {
    guard group.trials > 0, rest.trials > 0 else { return nil }
    self.group = group
    self.rest = rest
  }

  /// In [0, 1].
  public var groupRate: Double { Double(group.successes) / Double(group.trials) }
  /// In [0, 1].
  public var restRate: Double { Double(rest.successes) / Double(rest.trials) }
  /// The group's rate minus the rest's, in [-1, 1].
  public var difference: Double { groupRate - restRate }
  /// The group's rate over the rest's, which is not the same as over the rate of all; `nil` where the rest never
  /// succeeded.
  public var liftOverRest: Double? { rest.successes > 0 ? groupRate / restRate : nil }

  var both: SuccessCount { group + rest }
  /// In [0, 1].
  var pooledRate: Double { Double(both.successes) / Double(both.trials) }

  /// The group's successes if nothing depended on the group.
  var expectedSuccesses: Double { Double(group.trials) * pooledRate }

  /// How far the group's successes can fall and rise from what is expected: in a table of four cells the smallest of
  /// them.
  var expectedRoom: (down: Double, up: Double) {
    let fewest = max(0, both.successes - rest.trials)
    let most = min(group.trials, both.successes)
    return (expectedSuccesses - Double(fewest), Double(most) - expectedSuccesses)
  }
}
