import Calibration

/// Whether what people rate well is what turned out well.
///
/// The measure is the concordance: the probability that, of a target that succeeded and one that failed, the first is
/// rated higher, a tie counting half (the Mann-Whitney statistic; twice that minus 1 is Somers' D). 0.5 says that
/// ratings tell nothing about outcomes, 1 that they tell them apart, below 0.5 that they mislead. It needs the ratings'
/// order alone and not their distances, as a point-biserial correlation would, and doesn't move with the share of
/// successes. Gamma (Goodman and Kruskal 1954) leaves ties out, of which three to five ratings make many, and so
/// flatters.
///
/// A target counts once, by the mean of its ratings rounded to the nearest half step (a half towards 0), so that one
/// that many people rated is one piece of evidence.
public struct OutcomeAgreement: Hashable, Sendable {
  /// Targets by their rating, from the worst up.
  private var succeeded = [Int64](repeating: 0, count: HalfSteps.all.count)
  private var failed = [Int64](repeating: 0, count: HalfSteps.all.count)

  public init() {}

  /// One target: the rating of each person who rated it, and the y of its outcome's calibration sample.
  public mutating func add(ratings: [FeedbackRating], didSucceed: Bool) {
    guard !ratings.isEmpty else { return }
    let index = HalfSteps.index(Self.meanHalfSteps(of: ratings))
    if didSucceed { succeeded[index] += 1 } else { failed[index] += 1 }
  }

  /// Adds the targets of another set, which must share none with this one.
  public mutating func merge(_ other: OutcomeAgreement) {
    for index in succeeded.indices {
      succeeded[index] += other.succeeded[index]
      failed[index] += other.failed[index]
    }
  }

  public var successCount: Int64 { succeeded.reduce(0, +) }
  public var failureCount: Int64 { failed.reduce(0, +) }

  /// Rated above 0 and succeeded, or below 0 and failed.
  public var agreeingCount: Int64 { Self.count(succeeded, where: { $0 > 0 }) + Self.count(failed, where: { $0 < 0 }) }
  /// Rated above 0 and failed, or below 0 and succeeded.
  public var contradictingCount: Int64 {
    Self.count(succeeded, where: { $0 < 0 }) + Self.count(failed, where: { $0 > 0 })
  }
  /// Rated 0.
  public var neutralCount: Int64 { Self.count(succeeded, where: { $0 == 0 }) + Self.count(failed, where: { $0 == 0 }) }

  /// In [0, 1], with Newcombe's interval; `nil` without a success and a failure.
  ///
  /// The interval is the score interval of Newcombe, "Confidence intervals for an effect size measure based on the
  /// Mann-Whitney statistic. Part 2" (2006), method 5, which says something at 0 and 1 too. Its variance is that of
  /// ratings without ties; ties make it too wide rather than too narrow.
  public var concordance: IntervalEstimate? {
    let (successes, failures) = (Double(successCount), Double(failureCount))
    guard successes > 0, failures > 0 else { return nil }
    var failedBelow = 0.0
    var wins = 0.0
    for (success, failure) in zip(succeeded, failed) {
      wins += Double(success) * (failedBelow + Double(failure) / 2)
      failedBelow += Double(failure)
    }
    let value = wins / (successes * failures)
    return IntervalEstimate(
      value: value,
      lower: Self.lowerBound(value, successes, failures),
      // The variance is the same for a concordance and its complement.
      upper: 1 - Self.lowerBound(1 - value, successes, failures)
    )
  }

  /// The least concordance that isn't contradicted: where `value` lies z standard errors above it. By bisection: the
  /// distance falls below z standard errors once on the way up from 0.
  private static func lowerBound(_ value: Double, _ successes: Double, _ failures: Double) -> Double {
    let score = WilsonInterval.score95
    var (lower, upper) = (0.0, value)
    for _ in 0..<60 {
      let middle = (lower + upper) / 2
      let distance = value - middle
      if distance * distance > score * score * variance(middle, successes, failures) {
        lower = middle
      } else {
        upper = middle
      }
    }
    return upper
  }

  private static func variance(_ concordance: Double, _ successes: Double, _ failures: Double) -> Double {
    let complement = 1 - concordance
    let pairs = (successes + failures) / 2 - 1
    let spread = complement / (1 + complement) + concordance / (1 + concordance)
    return concordance * complement * (1 + pairs * spread) / (successes * failures)
  }

  private static func count(_ counts: [Int64], where holds: (Int) -> Bool) -> Int64 {
    zip(HalfSteps.all, counts).reduce(0) { sum, element in holds(element.0) ? sum + element.1 : sum }
  }

  private static func meanHalfSteps(of ratings: [FeedbackRating]) -> Int {
    let sum = ratings.reduce(0) { $0 + $1.halfSteps }
    let size = (2 * abs(sum) + ratings.count - 1) / (2 * ratings.count)
    return sum < 0 ? -size : size
  }
}
