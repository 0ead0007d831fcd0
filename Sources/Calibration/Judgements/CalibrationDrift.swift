/// Whether the calibration of one period differs from that of the one before.
///
/// Two tests share the 5 %, half each (Bonferroni), so that an unchanged agent is accused in at most about one of twenty
/// comparisons:
/// - the mean gaps differ: z = (g2 - g1) / sqrt(V1 + V2), two-sided, with robust variances V that take the spread of
///   p - y as it is;
/// - the gaps differ in some bins: the sum of the bins' z^2 is chi-square with as many degrees of freedom as there are bins
///   with enough samples in both periods. It sees a change that cancels in the mean. A bin's variance comes from both
///   periods together: in one alone everything may have come true, which would pretend to know the gap exactly.
///
/// Both take the variance as it is without a change, around the mean gap of both periods. With fewer than two bins to
/// compare, the mean has the whole 5 %.
///
/// The mean gap also changes where the agent merely acts in other bins than before; then the bins' test is silent.
/// Feed matured samples alone: of a young period only the good news is in.
public struct CalibrationDrift: Hashable, Sendable {
  /// What is said about the change.
  public enum Statement: String, Hashable, Sendable, CaseIterable {
    /// One of the periods has fewer samples than the minimum: nothing is said.
    case insufficientData = "insufficient_data"
    /// The samples show no change.
    case unchanged
    /// The mean gap rose: more overconfident, or less underconfident, than before.
    case moreConfident = "more_confident"
    /// The mean gap fell: less overconfident, or more underconfident, than before.
    case lessConfident = "less_confident"
    /// The gaps changed in some bins, and the mean not clearly.
    case changedShape = "changed_shape"
  }

  /// The share of unchanged agents that may be said to have changed.
  public static let significance = 0.05

  public let statement: Statement
  public let sampleCountBefore: Int64
  public let sampleCountAfter: Int64
  /// The mean gap p - y of the period before; `nil` without evidence.
  public let meanGapBefore: Double?
  /// That of the last period.
  public let meanGapAfter: Double?
  /// The tests; `nil` with insufficient data.
  public let comparison: Comparison?

  /// - Parameters:
  ///   - before: the period before, bin by bin.
  ///   - after: the last period.
  ///   - sampleCountMin: samples that each period needs for a statement.
  ///   - binSampleCountMin: samples that a bin needs in each period to be compared.
  public init(
    from before: PeriodGaps,
    to after: PeriodGaps,
    sampleCountMin: Int64 = 50,
    binSampleCountMin: Int64 = 10
  ) {
    let (first, second) = (before.total, after.total)
    sampleCountBefore = first.sampleCount
    sampleCountAfter = second.sampleCount
    meanGapBefore = first.meanGap
    meanGapAfter = second.meanGap
    guard min(first.sampleCount, second.sampleCount) >= sampleCountMin,
      let comparison = Comparison(from: before, to: after, binSampleCountMin: binSampleCountMin)
    else {
      statement = .insufficientData
      self.comparison = nil
      return
    }
    self.comparison = comparison
    statement = comparison.statement
  }
}

extension CalibrationDrift {
  /// The numbers of both tests.
  public struct Comparison: Hashable, Sendable {
    /// The mean gap of the last period minus that of the one before.
    public let gapChange: Double
    /// The change over its standard error.
    public let meanScore: Double
    /// The two-sided p value of the score, in [0, 1].
    public let meanProbability: Double
    /// How many bins have enough samples in both periods.
    public let binCount: Int
    /// The sum of those bins' squared scores; `nil` with fewer than two.
    public let binStatistic: Double?
    /// Its p value, in [0, 1].
    public let binProbability: Double?

    /// `nil` where a period has no evidence.
    init?(from before: PeriodGaps, to after: PeriodGaps, binSampleCountMin: Int64) {
      let (first, second) = (before.total, after.total)
      guard let gapBefore = first.meanGap, let gapAfter = second.meanGap,
        let score = Self.meanScore(from: first.moments, to: second.moments)
      else { return nil }
      gapChange = gapAfter - gapBefore
      meanScore = score
      meanProbability = NormalDistribution.twoSided(score)
      let scores = zip(before.bins, after.bins).compactMap { left, right in
        min(left.sampleCount, right.sampleCount) >= binSampleCountMin
          ? Self.binScore(from: left.moments, to: right.moments) : nil
      }
      binCount = scores.count
      let statistic = scores.count >= 2 ? scores.reduce(0) { $0 + $1 * $1 } : nil
      binStatistic = statistic
      binProbability = statistic.map { ChiSquareDistribution.upperTail($0, degreesOfFreedom: scores.count) }
    }

    fileprivate var statement: Statement {
      let limit = binProbability == nil ? significance : significance / 2
      if meanProbability <= limit { return meanScore > 0 ? .moreConfident : .lessConfident }
      return binProbability ?? 1 <= limit ? .changedShape : .unchanged
    }

    /// The difference of mean gaps over its standard error; 0 where there is neither, `nil` without evidence.
    private static func meanScore(from before: WeightedMoments, to after: WeightedMoments) -> Double? {
      score(from: before, to: after) { both in
        guard let centre = both.mean else { return nil }
        return before.variance(around: centre) + after.variance(around: centre)
      }
    }

    /// The same for one bin.
    private static func binScore(from before: WeightedMoments, to after: WeightedMoments) -> Double? {
      score(from: before, to: after) { both in
        both.variance().map { $0 * (1 / before.effectiveSampleSize + 1 / after.effectiveSampleSize) }
      }
    }

    private static func score(
      from before: WeightedMoments,
      to after: WeightedMoments,
      variance: (_ both: WeightedMoments) -> Double?
    ) -> Double? {
      guard let first = before.mean, let second = after.mean else { return nil }
      var both = before
      both.merge(after)
      guard let variance = variance(both) else { return nil }
      return variance > 0 ? (second - first) / variance.squareRoot() : 0
    }
  }
}
