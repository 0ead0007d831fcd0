import Glibc

/// The number of successes in independent trials of one probability.
public struct BinomialDistribution: Hashable, Sendable {
  /// At least 0.
  public let trialCount: Int64
  /// In [0, 1].
  public let probability: Double

  public init(trialCount: Int64, probability: Double) {
    precondition(trialCount >= 0, "trials are not negative")
    precondition(probability >= 0 && probability <= 1, "a probability lies in [0, 1]")
    self.trialCount = trialCount
    self.probability = probability
  }

  public var mean: Double { Double(trialCount) * probability }

  /// P(X = count); 0 outside 0...trialCount.
  ///
  /// By the saddle point of Loader, "Fast and accurate computation of binomial probabilities" (2000), which keeps its
  /// digits for millions of trials, where a difference of log factorials doesn't.
  public func mass(_ count: Int64) -> Double {
    guard (0...trialCount).contains(count) else { return 0 }
    if probability == 0 { return count == 0 ? 1 : 0 }
    if probability == 1 { return count == trialCount ? 1 : 0 }
    let (trials, successes, failures) = (Double(trialCount), Double(count), Double(trialCount - count))
    if count == 0 { return exp(trials * log1p(-probability)) }
    if count == trialCount { return exp(trials * log(probability)) }
    let exponent =
      Self.stirlingError(trials) - Self.stirlingError(successes) - Self.stirlingError(failures)
      - Self.deviance(successes, trials * probability) - Self.deviance(failures, trials * (1 - probability))
    return exp(exponent) * (trials / (2 * Double.pi * successes * failures)).squareRoot()
  }

  /// P(X >= count).
  public func upperTail(_ count: Int64) -> Double {
    if Double(count) <= mean { return 1 - sumDown(from: count - 1) }
    return sumUp(from: count)
  }

  /// P(X <= count).
  public func lowerTail(_ count: Int64) -> Double {
    if Double(count) >= mean { return 1 - sumUp(from: count + 1) }
    return sumDown(from: count)
  }

  /// The mass from `start` up, where it falls: term by term from the largest, to the last one that counts.
  private func sumUp(from start: Int64) -> Double {
    guard start <= trialCount else { return 0 }
    guard start > 0 else { return 1 }
    let odds = probability / (1 - probability)
    var term = mass(start)
    var sum = 0.0
    var count = start
    while term > sum * Self.relativeTermMin {
      sum += term
      guard count < trialCount else { break }
      term *= Double(trialCount - count) / Double(count + 1) * odds
      count += 1
    }
    return min(sum, 1)
  }

  private func sumDown(from start: Int64) -> Double {
    let mirrored = BinomialDistribution(trialCount: trialCount, probability: 1 - probability)
    return mirrored.sumUp(from: trialCount - start)
  }

  /// A term that no longer changes the sum.
  private static let relativeTermMin = 1e-17
}

// MARK: - Loader's parts

extension BinomialDistribution {
  /// log n! minus Stirling's formula for it.
  private static func stirlingError(_ count: Double) -> Double {
    if count <= 15 { return smallStirlingErrors[Int(count)] }
    let square = count * count
    return (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - (1 / 1680.0 - 1 / 1188.0 / square) / square) / square) / square)
      / count
  }

  /// x log(x / m) + m - x, without cancellation where x is close to m.
  private static func deviance(_ value: Double, _ mean: Double) -> Double {
    let difference = value - mean
    guard abs(difference) < 0.1 * (value + mean) else { return value * log(value / mean) - difference }
    let ratio = difference / (value + mean)
    var sum = difference * ratio
    var power = 2 * value * ratio
    var divisor = 1.0
    while true {
      power *= ratio * ratio
      divisor += 2
      let next = sum + power / divisor
      if next == sum { return sum }
      sum = next
    }
  }

  /// Of 0 to 15; that of 0 isn't asked for.
  private static let smallStirlingErrors: [Double] = [
    0, 0.081061466795327261, 0.041340695955409297, 0.027677925684998338, 0.020790672103765093, 0.016644691189821193,
    0.013876128823070748, 0.01189670994589177, 0.010411265261972096, 0.0092554621827127329, 0.0083305634333628708,
    0.0075736754879518406, 0.0069428401072095299, 0.0064089941880042071, 0.0059513701127588475, 0.0055547335519628011,
  ]
}
