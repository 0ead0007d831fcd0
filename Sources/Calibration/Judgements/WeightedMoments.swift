/// The moments of weighted values, from which the spread of their mean can be told without a model of the values.
struct WeightedMoments: Hashable, Sendable {
  /// The sum of w.
  private(set) var weightSum = 0.0
  /// The sum of w x.
  private(set) var sum = 0.0
  /// The sums of w^2, w^2 x and w^2 x^2.
  private var squareSum = 0.0
  private var squareValueSum = 0.0
  private var squareValueSquareSum = 0.0

  init() {}

  /// Sums that were added up elsewhere.
  init(weightSum: Double, sum: Double, squareSum: Double, squareValueSum: Double, squareValueSquareSum: Double) {
    self.weightSum = weightSum
    self.sum = sum
    self.squareSum = squareSum
    self.squareValueSum = squareValueSum
    self.squareValueSquareSum = squareValueSquareSum
  }

  mutating func add(_ value: Double, weight: Double) {
    let square = weight * weight
    weightSum += weight
    sum += weight * value
    squareSum += square
    squareValueSum += square * value
    squareValueSquareSum += square * value * value
  }

  mutating func merge(_ other: WeightedMoments) {
    weightSum += other.weightSum
    sum += other.sum
    squareSum += other.squareSum
    squareValueSum += other.squareValueSum
    squareValueSquareSum += other.squareValueSquareSum
  }

  /// `nil` without evidence.
  var mean: Double? { weightSum > 0 ? sum / weightSum : nil }

  /// Kish's effective sample size; 0 without evidence.
  var effectiveSampleSize: Double { squareSum > 0 ? weightSum * weightSum / squareSum : 0 }

  /// The variance of the mean, around `centre`: the robust, or sandwich, estimator, the sum of w^2 (x - centre)^2 over
  /// the square of the sum of w.
  func variance(around centre: Double) -> Double {
    squaredSpread(around: centre) / (weightSum * weightSum)
  }

  /// The variance of one value, estimated without bias for values of equal variance; `nil` with less than two of them.
  func variance() -> Double? {
    let freedom = effectiveSampleSize - 1
    guard let mean, freedom > 1e-9 else { return nil }
    return squaredSpread(around: mean) / squareSum * (effectiveSampleSize / freedom)
  }

  /// The sum of w^2 (x - centre)^2.
  private func squaredSpread(around centre: Double) -> Double {
    max(squareValueSquareSum - 2 * centre * squareValueSum + centre * centre * squareSum, 0)
  }
}
