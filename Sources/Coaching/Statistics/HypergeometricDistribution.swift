import Calibration

/// The number of successes among those drawn, without putting back, from a population that has some.
public struct HypergeometricDistribution: Hashable, Sendable {
  public let population: SuccessCount
  /// In 0...population.trials.
  public let drawCount: Int64

  public init(population: SuccessCount, drawCount: Int64) {
    precondition((0...population.trials).contains(drawCount), "no more is drawn than there is")
    self.population = population
    self.drawCount = drawCount
  }

  /// The numbers that can come out.
  public var support: ClosedRange<Int64> {
    max(0, drawCount - population.failures)...min(drawCount, population.successes)
  }

  /// P(X = count); 0 outside the support.
  ///
  /// By three binomial masses, as R's `dhyper` does, which keeps its digits for millions (Loader 2000).
  public func mass(_ count: Int64) -> Double {
    guard support.contains(count) else { return 0 }
    guard drawCount > 0, drawCount < population.trials else { return 1 }
    let share = Double(drawCount) / Double(population.trials)
    func binomial(_ count: Int64, of trialCount: Int64) -> Double {
      BinomialDistribution(trialCount: trialCount, probability: share).mass(count)
    }
    return binomial(count, of: population.successes)
      * (binomial(drawCount - count, of: population.failures) / binomial(drawCount, of: population.trials))
  }

  /// The masses that a double can tell from 0, and the number that the first one belongs to.
  var masses: (start: Int64, values: [Double]) {
    let expected = Double(drawCount) * Double(population.successes) / Double(max(1, population.trials))
    let centre = min(max(Int64(expected), support.lowerBound), support.upperBound)
    let below = Array((support.lowerBound..<centre).reversed().lazy.map { mass($0) }.prefix { $0 > Self.massMin })
    let above = Array((centre...support.upperBound).lazy.map { mass($0) }.prefix { $0 > Self.massMin })
    return (centre - Int64(below.count), below.reversed() + above)
  }

  /// Below it numbers lose their digits.
  private static let massMin = 1e-300
}
