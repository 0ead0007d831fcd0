import Calibration

/// The sums of ratings on the common scale, in half steps: whole numbers, so that no order of ratings shows in a digit.
struct RatingMoments: Hashable, Sendable {
  private(set) var count: Int64 = 0
  private(set) var sum: Int64 = 0
  private var squareSum: Int64 = 0

  mutating func add(_ rating: FeedbackRating, count: Int64 = 1) {
    let halfSteps = Int64(rating.halfSteps)
    self.count += count
    sum += count * halfSteps
    squareSum += count * halfSteps * halfSteps
  }

  mutating func merge(_ other: RatingMoments) {
    count += other.count
    sum += other.sum
    squareSum += other.squareSum
  }

  /// The mean in [-1, 1] with its interval; `nil` without ratings.
  ///
  /// The interval of Agresti and Coull (1998) for a rate, carried over to values in [-1, 1]: z^2 imaginary ratings,
  /// half of them at either end, join the others before the normal interval is taken. So ten equal ratings don't
  /// pretend to know the mean exactly, the mean itself always lies inside (its distance to the moved centre is at most
  /// the half width), and bounds beyond the scale are cut.
  var mean: IntervalEstimate? {
    guard count > 0 else { return nil }
    let imaginary = WilsonInterval.score95 * WilsonInterval.score95
    let sampleSize = Double(count) + imaginary
    let centre = Double(sum) / 2 / sampleSize
    // The square of an imaginary rating is 1.
    let meanSquare = (Double(squareSum) / 4 + imaginary) / sampleSize
    let half = WilsonInterval.score95 * ((meanSquare - centre * centre) / sampleSize).squareRoot()
    return IntervalEstimate(
      value: Double(sum) / 2 / Double(count),
      lower: max(centre - half, -1),
      upper: min(centre + half, 1)
    )
  }
}
