/// The Brier score in parts over bins (Murphy 1973), with what binning leaves out (Stephenson, Coelho and Jolliffe 2008):
///
///     Brier = reliability - resolution + uncertainty + within-bin residual
public struct MurphyDecomposition: Hashable, Sendable {
  /// The weighted mean of (mean p - rate)^2 over the bins: what miscalibration costs; 0 is best.
  public let reliability: Double
  /// The weighted mean of (rate - base rate)^2: what telling cases apart gains; large is good.
  public let resolution: Double
  /// base rate x (1 - base rate): what the base rate alone would score.
  public let uncertainty: Double
  /// The weighted mean of (p - its bin's mean p)^2.
  public let withinBinVariance: Double
  /// Twice the weighted mean of (p - its bin's mean p)(y - its bin's rate): what confidences know within the bins.
  public let withinBinCovariance: Double

  /// Variance minus covariance: of either sign, and 0 where all confidences of a bin are equal.
  public var withinBinResidual: Double { withinBinVariance - withinBinCovariance }

  /// `nil` without evidence.
  init?(_ bins: [BinStatistics], total: BinStatistics) {
    guard let baseRate = total.actualRate else { return nil }
    uncertainty = baseRate * (1 - baseRate)
    var (reliability, resolution, variance, covariance) = (0.0, 0.0, 0.0, 0.0)
    for bin in bins {
      guard let mean = bin.meanConfidence, let rate = bin.actualRate else { continue }
      let share = bin.weightSum / total.weightSum
      let gap = mean - rate
      let within = bin.confidenceM2 / bin.weightSum
      reliability += share * gap * gap
      resolution += share * (rate - baseRate) * (rate - baseRate)
      variance += share * within
      // Of one bin, mean (p - y)^2 = within + gap^2 + rate (1 - rate) - 2 cov(p, y).
      covariance += share * (within + gap * gap + rate * (1 - rate) - bin.brierSum / bin.weightSum)
    }
    self.reliability = reliability
    self.resolution = resolution
    withinBinVariance = variance
    withinBinCovariance = covariance
  }
}
