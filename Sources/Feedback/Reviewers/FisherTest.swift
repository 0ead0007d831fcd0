import Calibration

/// Fisher's exact test of two rates, one-sided: it needs no large counts, and where both rates are the same it rejects
/// at most as often as its level says, whatever that rate is.
enum FisherTest {
  /// The probability, where both groups have the same rate, that the first has at most `count` of the successes that
  /// there are in all.
  ///
  /// - Parameters:
  ///   - count: successes of the first group, in 0...trialCount.
  ///   - otherCount: those of the other group, in 0...otherTrialCount.
  static func lowerTail(
    _ count: Int64,
    of trialCount: Int64,
    against otherCount: Int64,
    of otherTrialCount: Int64
  ) -> Double {
    let successCount = count + otherCount
    let allCount = trialCount + otherTrialCount
    guard successCount > 0, successCount < allCount else { return 1 }
    // The hypergeometric probabilities, as those of two binomial counts given their sum, whatever their common rate.
    let rate = Double(successCount) / Double(allCount)
    let first = BinomialDistribution(trialCount: trialCount, probability: rate)
    let second = BinomialDistribution(trialCount: otherTrialCount, probability: rate)
    let both = BinomialDistribution(trialCount: allCount, probability: rate)
    let least = max(successCount - otherTrialCount, 0)
    let sum = (least...count).reduce(0) { $0 + first.mass($1) * second.mass(successCount - $1) }
    return min(sum / both.mass(successCount), 1)
  }

  /// The probability that the first group has at least `count` of the successes.
  static func upperTail(
    _ count: Int64,
    of trialCount: Int64,
    against otherCount: Int64,
    of otherTrialCount: Int64
  ) -> Double {
    lowerTail(trialCount - count, of: trialCount, against: otherTrialCount - otherCount, of: otherTrialCount)
  }
}
