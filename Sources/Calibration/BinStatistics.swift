/// The sufficient statistics of the samples in one confidence bin, updated without seeing earlier samples again.
///
/// The sums are weighted, so that a sample of weight 2 counts like two equal ones. The mean confidence and its squared
/// deviations follow West (1979) for one sample and Chan, Golub and LeVeque (1979) for a whole set, both also backwards:
/// a difference of raw squares would cancel away the digits that a narrow bin needs.
public struct BinStatistics: Hashable, Sendable {
  public static let empty = BinStatistics()

  /// How many samples are in.
  public private(set) var sampleCount: Int64 = 0
  /// The sum of w.
  public private(set) var weightSum: Double = 0
  /// The sum of w squared, for the effective sample size.
  public private(set) var weightSquareSum: Double = 0
  /// The sum of w y.
  public private(set) var outcomeSum: Double = 0
  /// The weighted mean of p; 0 while there is no weight.
  public private(set) var confidenceMean: Double = 0
  /// The sum of w (p - mean) squared; never below 0.
  public private(set) var confidenceM2: Double = 0
  /// The sum of w (p - y) squared.
  public private(set) var brierSum: Double = 0

  public init() {}

  /// Stored statistics, as read back. Trusts its caller, but for the signs.
  public init(
    sampleCount: Int64,
    weightSum: Double,
    weightSquareSum: Double,
    outcomeSum: Double,
    confidenceMean: Double,
    confidenceM2: Double,
    brierSum: Double
  ) {
    precondition(sampleCount >= 0 && weightSum >= 0 && confidenceM2 >= 0, "counts and weights are not negative")
    self.sampleCount = sampleCount
    self.weightSum = weightSum
    self.weightSquareSum = weightSquareSum
    self.outcomeSum = outcomeSum
    self.confidenceMean = confidenceMean
    self.confidenceM2 = confidenceM2
    self.brierSum = brierSum
  }

  /// The statistics of a set of samples.
  public init(_ samples: some Sequence<CalibrationSample>) {
    for sample in samples { add(sample) }
  }

  /// The weighted share of samples that came true, in [0, 1]; `nil` without evidence.
  public var actualRate: Double? {
    weightSum > 0 ? min(max(outcomeSum / weightSum, 0), 1) : nil
  }

  /// The weighted mean of the stated confidences; `nil` without evidence.
  public var meanConfidence: Double? {
    weightSum > 0 ? confidenceMean : nil
  }

  /// Kish's effective sample size, (sum w)^2 / sum w^2: how many equal weights carry the same evidence.
  public var effectiveSampleSize: Double {
    weightSquareSum > 0 ? weightSum * weightSum / weightSquareSum : 0
  }
}

// MARK: - One sample

extension BinStatistics {
  /// Adds one sample.
  public mutating func add(_ sample: CalibrationSample) {
    merge(BinStatistics(sample))
  }

  /// Takes one sample out that was added before; the last one leaves exact zeros.
  public mutating func remove(_ sample: CalibrationSample) {
    unmerge(BinStatistics(sample))
  }

  /// One sample alone. Chan's formulas for a set of one are West's update and its inverse, so that one sample and a
  /// thousand take the same way.
  private init(_ sample: CalibrationSample) {
    sampleCount = 1
    guard sample.weight > 0 else { return }
    weightSum = sample.weight
    weightSquareSum = sample.weight * sample.weight
    outcomeSum = sample.weight * sample.outcomeValue
    confidenceMean = sample.confidence
    brierSum = sample.weight * sample.squaredError
  }
}

// MARK: - A set of samples

extension BinStatistics {
  /// Adds every sample of another set.
  public mutating func merge(_ other: BinStatistics) {
    sampleCount += other.sampleCount
    guard other.weightSum > 0 else { return }
    let total = weightSum + other.weightSum
    let difference = other.confidenceMean - confidenceMean
    let share = other.weightSum / total
    confidenceM2 += other.confidenceM2 + difference * difference * weightSum * share
    // An empty set takes the other's mean as it is, not a rounding beside it.
    confidenceMean = weightSum > 0 ? confidenceMean + difference * share : other.confidenceMean
    weightSum = total
    weightSquareSum += other.weightSquareSum
    outcomeSum += other.outcomeSum
    brierSum += other.brierSum
  }

  /// Takes out a set whose every sample was added before; what remains of an empty set is exact zeros.
  public mutating func unmerge(_ other: BinStatistics) {
    precondition(other.sampleCount <= sampleCount, "more samples are taken out than were added")
    sampleCount -= other.sampleCount
    guard sampleCount > 0 else {
      self = .empty
      return
    }
    guard other.weightSum > 0 else { return }
    let rest = weightSum - other.weightSum
    guard rest > weightSum * Self.restShareMin else {
      // Samples without weight remain: they are counted, and say nothing. What is left of the sums is rounding; a mean
      // that is divided by it could be anything.
      self = BinStatistics(weightlessSamples: sampleCount)
      return
    }
    let mean = confidenceMean + (confidenceMean - other.confidenceMean) * (other.weightSum / rest)
    let restMean = min(max(mean, 0), 1)
    let difference = other.confidenceMean - restMean
    let between = difference * difference * rest * (other.weightSum / weightSum)
    confidenceM2 = sampleCount == 1 ? 0 : max(confidenceM2 - other.confidenceM2 - between, 0)
    confidenceMean = restMean
    weightSum = rest
    weightSquareSum = max(weightSquareSum - other.weightSquareSum, 0)
    outcomeSum = max(outcomeSum - other.outcomeSum, 0)
    brierSum = max(brierSum - other.brierSum, 0)
  }

  /// The smallest share of a sum's weight whose own digits a difference still shows.
  private static let restShareMin = 1e-12

  init(weightlessSamples count: Int64) {
    sampleCount = count
  }
}
