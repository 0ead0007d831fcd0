/// The gaps p - y of samples: their mean, and what it takes to tell how sure that is without a model of y.
public struct GapStatistics: Hashable, Sendable {
  public private(set) var sampleCount: Int64 = 0
  private(set) var moments = WeightedMoments()

  public init() {}

  /// Gaps x = p - y that were added up elsewhere: the sums of w, w x, w^2, w^2 x and w^2 x^2.
  public init(
    sampleCount: Int64,
    weightSum: Double,
    sum: Double,
    squareSum: Double,
    squareValueSum: Double,
    squareValueSquareSum: Double
  ) {
    precondition(sampleCount >= 0 && weightSum >= 0 && squareSum >= 0, "counts and weights are not negative")
    self.sampleCount = sampleCount
    moments = WeightedMoments(
      weightSum: weightSum,
      sum: sum,
      squareSum: squareSum,
      squareValueSum: squareValueSum,
      squareValueSquareSum: squareValueSquareSum
    )
  }

  public mutating func add(_ sample: CalibrationSample) {
    sampleCount += 1
    moments.add(sample.confidence - sample.outcomeValue, weight: sample.weight)
  }

  /// Adds every sample of another set.
  public mutating func merge(_ other: GapStatistics) {
    sampleCount += other.sampleCount
    moments.merge(other.moments)
  }

  /// The weighted mean of p - y: above 0 is overconfident. `nil` without evidence.
  public var meanGap: Double? { moments.mean }
}
