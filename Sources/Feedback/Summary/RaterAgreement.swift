/// Whether several people rate the same target alike: Krippendorff's alpha over the targets that at least two people
/// rated.
///
/// 1 is perfect agreement, 0 what chance would give, below 0 disagreement by system. Alpha takes any number of raters,
/// and any of them may have left a target out, which is how feedback comes; kappa and correlations want a full table of
/// two. Computed from coincidences as in Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011). He asks for
/// 0.8, and takes 0.667 for tentative conclusions (Content Analysis, 2004).
public struct RaterAgreement: Hashable, Sendable {
  /// What a difference between two ratings counts as.
  public enum Level: CaseIterable, Sendable {
    /// By their ranks alone: how many ratings lie between them.
    case ordinal
    /// By their distance on the common scale, squared.
    case interval
  }

  private static let valueCount = HalfSteps.all.count

  /// Ordered pairs of ratings of one target by two people, by the target's number of ratings and then by both values,
  /// row after row. Whole numbers, so that no order of targets shows in a digit.
  private var pairs: [Int: [Int64]] = [:]
  /// Targets that at least two people rated.
  public private(set) var targetCount: Int64 = 0
  /// Their ratings.
  public private(set) var ratingCount: Int64 = 0

  public init() {}

  /// One target, with the rating of each person who rated it.
  public mutating func add(ratings: [FeedbackRating]) {
    guard ratings.count >= 2 else { return }
    var counts = [Int64](repeating: 0, count: Self.valueCount)
    for rating in ratings { counts[HalfSteps.index(rating.halfSteps)] += 1 }
    var sums = pairs[ratings.count] ?? Self.noPairs
    for row in counts.indices {
      for column in counts.indices {
        sums[row * Self.valueCount + column] += counts[row] * (counts[column] - (row == column ? 1 : 0))
      }
    }
    pairs[ratings.count] = sums
    targetCount += 1
    ratingCount += Int64(ratings.count)
  }

  /// Adds the targets of another set, which must share none with this one.
  public mutating func merge(_ other: RaterAgreement) {
    for (raterCount, sums) in other.pairs {
      let own = pairs[raterCount] ?? Self.noPairs
      pairs[raterCount] = zip(own, sums).map { $0 + $1 }
    }
    targetCount += other.targetCount
    ratingCount += other.ratingCount
  }

  /// At most 1; `nil` where no target has two ratings, or all ratings are the same: agreement about nothing.
  public func alpha(_ level: Level) -> Double? {
    let coincidences = self.coincidences
    let totals = self.totals
    var observed = 0.0
    var expected = 0.0
    for row in totals.indices {
      for column in totals.indices where column != row {
        let difference = Self.squaredDifference(row, column, level, totals: totals)
        observed += coincidences[row * Self.valueCount + column] * difference
        expected += Double(totals[row]) * Double(totals[column]) * difference
      }
    }
    return expected > 0 ? 1 - Double(ratingCount - 1) * observed / expected : nil
  }

  /// Pairs, where each rating of a target of m ratings counts once: by 1 / (m - 1) for each of its pairs.
  private var coincidences: [Double] {
    pairs.sorted { $0.key < $1.key }.reduce(into: Self.noPairs.map { Double($0) }) { sums, element in
      for (index, count) in element.value.enumerated() { sums[index] += Double(count) / Double(element.key - 1) }
    }
  }

  /// How often each value was given.
  private var totals: [Int64] {
    (0..<Self.valueCount).map { row in
      pairs.reduce(Int64(0)) { total, element in
        let cells = element.value[row * Self.valueCount..<(row + 1) * Self.valueCount]
        // Each rating stands in as many pairs as its target has others.
        return total + cells.reduce(0, +) / Int64(element.key - 1)
      }
    }
  }

  private static func squaredDifference(_ first: Int, _ second: Int, _ level: Level, totals: [Int64]) -> Double {
    switch level {
    case .interval:
      return Double((first - second) * (first - second))
    case .ordinal:
      let between = totals[min(first, second)...max(first, second)].reduce(0, +)
      let ranks = Double(between) - Double(totals[first] + totals[second]) / 2
      return ranks * ranks
    }
  }

  private static let noPairs = [Int64](repeating: 0, count: valueCount * valueCount)
}
