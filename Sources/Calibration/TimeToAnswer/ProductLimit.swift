import Glibc

/// The share of actions that are answered by a time, by the product-limit method (Kaplan and Meier 1958): what is pending
/// counts for as long as it was watched.
public struct ProductLimit: Hashable, Sendable {
  /// What is known about one time.
  public struct Estimate: Hashable, Sendable {
    /// Minutes after the action.
    public let minute: Int64
    /// The share answered by then, in [0, 1].
    public let shareAnswered: Double
    /// The bounds of its 95 % interval, in [0, 1], around the share.
    public let lower: Double
    public let upper: Double
    /// How many actions were unanswered before this minute and watched until it at least.
    public let atRiskCount: Int64
  }

  /// The state after a minute in which something ended.
  private struct Step: Hashable, Sendable {
    let minute: Int64
    /// The share not answered until then.
    let survival: Double
    /// Greenwood's sum of d / (n (n - d)); infinite where nothing is left.
    let varianceSum: Double
    let atRiskCount: Int64
    /// After everything that ended in this minute.
    let remainingCount: Int64
  }

  /// One hour, a day, a week and thirty days, in minutes.
  public static let usualMinutes: [Int64] = [60, 1440, 10_080, 43_200]

  public let answeredCount: Int64
  public let censoredCount: Int64
  private let steps: [Step]

  /// What is censored in a minute is taken to have been watched through it, as usual.
  public init(_ times: AnswerTimes) {
    answeredCount = times.answeredCount
    censoredCount = times.censoredCount
    var remaining = times.answeredCount + times.censoredCount
    var survival = 1.0
    var varianceSum = 0.0
    steps = times.minutes.sorted { $0.key < $1.key }.map { minute, counts in
      let (atRisk, answered) = (Double(remaining), Double(counts.answeredCount))
      let atRiskCount = remaining
      survival *= (atRisk - answered) / atRisk
      varianceSum += answered / (atRisk * (atRisk - answered))
      remaining -= counts.answeredCount + counts.censoredCount
      return Step(
        minute: minute,
        survival: survival,
        varianceSum: varianceSum,
        atRiskCount: atRiskCount,
        remainingCount: remaining
      )
    }
  }

  /// What is known about the share answered by a minute; `nil` beyond the last observed time, unless everybody who was
  /// watched that long had been answered: nothing is left to be learned then, and the share stays 1.
  ///
  /// The interval is symmetric in log(-log) of the share not answered, with Greenwood's variance (Kalbfleisch and
  /// Prentice 1980), which stays within [0, 1]. That is undefined at both ends, where Wilson's interval stands in: for
  /// 0 of those at risk where nobody had answered, for all of the answered ones where everybody had.
  public func estimate(at minute: Int64) -> Estimate? {
    guard minute >= 0, let last = steps.last else { return nil }
    guard minute <= last.minute || last.survival == 0 else { return nil }
    // The first step after the minute.
    let next = firstStep { $0.minute > minute }
    let current = next > 0 ? steps[next - 1] : nil
    let atRisk =
      current.map { $0.minute == minute ? $0.atRiskCount : $0.remainingCount } ?? (answeredCount + censoredCount)
    let survival = current?.survival ?? 1
    let bounds = bounds(survival: survival, varianceSum: current?.varianceSum ?? 0, atRiskCount: atRisk)
    return Estimate(
      minute: minute,
      shareAnswered: 1 - survival,
      lower: bounds.lower,
      upper: bounds.upper,
      atRiskCount: atRisk
    )
  }

  /// The first minute by which at least half are answered; `nil` where that isn't reached.
  public var medianMinute: Int64? {
    // 7/8 of 4/7 may be rounded a bit above a half.
    let index = firstStep { $0.survival <= 0.5 + 1e-12 }
    return index < steps.count ? steps[index].minute : nil
  }

  /// Of the share answered.
  private func bounds(survival: Double, varianceSum: Double, atRiskCount: Int64) -> (lower: Double, upper: Double) {
    if survival == 1 || survival == 0 {
      let sampleSize = Double(survival == 1 ? atRiskCount : answeredCount)
      let interval = WilsonInterval(rate: 1 - survival, sampleSize: sampleSize)
      return (interval.lower, interval.upper)
    }
    let logSurvival = log(survival)
    let factor = exp(WilsonInterval.score95 * varianceSum.squareRoot() / abs(logSurvival))
    return (1 - exp(logSurvival / factor), 1 - exp(logSurvival * factor))
  }

  /// The first step for which a condition holds that then holds to the end; their number where it never does.
  private func firstStep(where holds: (Step) -> Bool) -> Int {
    var (lower, upper) = (0, steps.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if holds(steps[middle]) { upper = middle } else { lower = middle + 1 }
    }
    return lower
  }
}
