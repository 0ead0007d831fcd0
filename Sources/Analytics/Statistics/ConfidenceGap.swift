import Calibration
import Coaching

/// What was stated against what came true, from sums of samples.
///
/// The interval is that of the observed rate (Wilson 1927, over the number of samples), seen from the mean stated
/// confidence, which is known. Where stated confidences differ it is too wide rather than too narrow, because a rate
/// of unequal chances varies less (Hoeffding 1956). Where a tenant's attribution weighs samples unequally it is too
/// narrow: roll-ups keep no sum of squared weights.
struct ConfidenceGap: Hashable, Sendable {
  /// In which direction the stated confidence is credibly wrong.
  enum Direction: String, Sendable {
    case overconfident
    case underconfident
  }

  /// The share of honest agents that may be called wrong.
  static let significance = 0.05

  /// The weighted mean of p, in [0, 1].
  let stated: Double
  /// The weighted mean of y, in [0, 1].
  let observed: Double
  let sampleCount: Int64
  /// Of the gap, in [-1, 1].
  let interval: FigureInterval
  /// `nil` where the interval holds 0, or the exact two-sided binomial test doesn't reject the stated confidence: the
  /// interval alone accuses too often where samples are few.
  let direction: Direction?

  /// `nil` without evidence.
  init?(_ sums: SampleSums) {
    guard sums.count > 0, sums.weightMicros > 0 else { return nil }
    let weight = Double(sums.weightMicros)
    let stated = min(max(Double(sums.confidenceMicros) / weight, 0), 1)
    let observed = min(max(Double(sums.outcomeMicros) / weight, 0), 1)
    let rate = WilsonInterval(rate: observed, sampleSize: Double(sums.count))
    self.stated = stated
    self.observed = observed
    sampleCount = sums.count
    let interval = FigureInterval(low: stated - rate.upper, high: stated - rate.lower, method: .transformedWilson)
    self.interval = interval
    let expected = BinomialDistribution(trialCount: sums.count, probability: stated)
    let successCount = Int64((observed * Double(sums.count)).rounded())
    let isContradicted =
      interval.excludesZero && BinomialTest.twoSided(successCount, in: expected) <= Self.significance
    direction = isContradicted ? (interval.low > 0 ? .overconfident : .underconfident) : nil
  }

  /// Above 0 is overconfident.
  var value: Double { stated - observed }

  /// `says 80 %, happens 62 %, 143 cases`.
  var sentence: String {
    "says \(Self.percent(stated)) %, happens \(Self.percent(observed)) %, \(FigureText.count(sampleCount)) cases"
  }

  private static func percent(_ rate: Double) -> String { FigureText.decimal(tenths: FigureText.tenths(rate)) }
}
