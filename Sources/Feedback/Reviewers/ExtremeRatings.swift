import Calibration

/// Whether a reviewer's ratings of one source sit at the extremes, and not by chance.
///
/// On the dashboard both ends of the scale are extremes, and an honest reviewer is taken to give them at most half of
/// the time. Inline has nothing but a 0 between its ends, so that nearly every honest vote is at one of them: there
/// only the end that the reviewer gives most counts, and only against what the others give.
public struct ExtremeRatings: Hashable, Sendable {
  /// Ratings that a statement needs, of the reviewer, and of the others to be compared with.
  public static let ratingCountMin: Int64 = 10
  /// The share of ratings, in percent, from which on they sit at the extremes.
  public static let sharePercentMin: Int64 = 90

  public let source: FeedbackSource
  /// At the extremes, of the reviewer and of the others.
  public let extremeCount: Int64
  public let othersExtremeCount: Int64
  /// All of the source.
  public let ratingCount: Int64
  public let othersRatingCount: Int64
  /// The probability of so many extremes from a reviewer who gives them as an honest one does at most, and as the
  /// others do: the larger one, of the exact binomial test and of Fisher's, each one-sided.
  public let probability: Double

  /// `nil` where the reviewer, or inline the others, gave too few ratings.
  init?(_ own: RatingDistribution, others: RatingDistribution) {
    let isCompared = others.totalCount >= Self.ratingCountMin
    guard own.totalCount >= Self.ratingCountMin else { return nil }
    source = own.source
    ratingCount = own.totalCount
    othersRatingCount = others.totalCount
    switch own.source {
    case .dashboard:
      extremeCount = own.lowestCount + own.highestCount
      othersExtremeCount = others.lowestCount + others.highestCount
      let half = BinomialDistribution(trialCount: ratingCount, probability: 0.5)
      let chance = half.upperTail(extremeCount)
      probability = isCompared ? max(chance, Self.comparison(extremeCount, own, othersExtremeCount, others)) : chance
    case .inline:
      guard isCompared else { return nil }
      let isAtTop = own.highestCount >= own.lowestCount
      extremeCount = isAtTop ? own.highestCount : own.lowestCount
      othersExtremeCount = isAtTop ? others.highestCount : others.lowestCount
      // Either end could have been the one.
      probability = min(2 * Self.comparison(extremeCount, own, othersExtremeCount, others), 1)
    }
  }

  private static func comparison(
    _ extremeCount: Int64,
    _ own: RatingDistribution,
    _ othersExtremeCount: Int64,
    _ others: RatingDistribution
  ) -> Double {
    FisherTest.upperTail(extremeCount, of: own.totalCount, against: othersExtremeCount, of: others.totalCount)
  }

  /// At least nine of ten are extremes, and the tests reject that it is chance.
  public var isExtreme: Bool {
    100 * extremeCount >= Self.sharePercentMin * ratingCount && probability <= ReviewerFatigue.significance / 4
  }
}
