/// Whether the samples of one bin contradict what they stated (SEMANTICS section 4).
///
/// A bin is miscalibrated where its mean confidence is more than 0.15 away from its rate, and the exact two-sided
/// binomial test rejects that mean at 5 %, and, from 20 samples on, it lies outside the rate's Wilson interval as well.
/// The interval alone would raise a false alarm for up to 7.8 % of calibrated bins of 21 samples; with the test none
/// does for more than 5 %, whatever the confidence and the number of samples. Where confidences differ within the bin,
/// their mean makes the test a cautious one (Hoeffding 1956).
///
/// With unequal weights the test takes Kish's effective size, rounded down, as the number of samples, and the rate's
/// share of it, rounded to a whole number, as successes.
public enum MiscalibrationTest {
  /// Gaps up to this are no judgement's business.
  public static let gapMax = 0.15
  /// The share of calibrated bins that may be called miscalibrated.
  public static let significance = 0.05
  /// From so many samples on the interval has to agree.
  public static let intervalSampleCountMin: Int64 = 20

  /// - Parameters:
  ///   - meanConfidence: the bin's weighted mean of p, in [0, 1].
  ///   - rate: the weighted share that came true, in [0, 1].
  ///   - effectiveSampleSize: Kish's, above 0.
  public static func isMiscalibrated(meanConfidence: Double, rate: Double, effectiveSampleSize: Double) -> Bool {
    // 0.9 - 0.75 is a rounding above 0.15.
    guard abs(meanConfidence - rate) > gapMax + 1e-12 else { return false }
    // Equal weights make a whole number but for rounding.
    let sampleCount = Int64(min(effectiveSampleSize * (1 + 1e-9), 1e15))
    if sampleCount >= intervalSampleCountMin,
      WilsonInterval(rate: rate, sampleSize: effectiveSampleSize).contains(meanConfidence)
    {
      return false
    }
    let expected = BinomialDistribution(trialCount: sampleCount, probability: meanConfidence)
    let successCount = Int64((rate * Double(sampleCount)).rounded())
    return BinomialTest.twoSided(successCount, in: expected) <= significance
  }
}
