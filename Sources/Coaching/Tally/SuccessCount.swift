/// How many outcomes there were, and how many of them succeeded.
public struct SuccessCount: Hashable, Sendable {
  public static let zero = SuccessCount(trials: 0, successes: 0)

  /// At least 0.
  public private(set) var trials: Int64
  /// In 0...trials.
  public private(set) var successes: Int64

  public init(trials: Int64, successes: Int64) {
    precondition(successes >= 0 && successes <= trials, "no more successes than trials, and none negative")
    self.trials = trials
    self.successes = successes
  }

  public var failures: Int64 { trials - successes }

  /// The share that succeeded, in [0, 1]; `nil` without trials.
  public var rate: Double? { trials > 0 ? Double(successes) / Double(trials) : nil }

  public static func += (left: inout Self, right: Self) {
    left.trials += right.trials
    left.successes += right.successes
  }

  public static func + (left: Self, right: Self) -> Self {
    SuccessCount(trials: left.trials + right.trials, successes: left.successes + right.successes)
  }

  /// What is left without a part.
  static func - (whole: Self, part: Self) -> Self {
    SuccessCount(trials: whole.trials - part.trials, successes: whole.successes - part.successes)
  }

  /// Whether the other count can be a part of this one.
  func holds(_ part: Self) -> Bool {
    part.successes <= successes && part.failures <= failures
  }
}
