/// Whether a reviewer is tired of being asked (SEMANTICS section 6), and what shows it.
///
/// Three tests share the 5 %: half for the submission rate, a quarter for the ratings of each source. So of reviewers
/// who rate as before, and as the others do, at most one in twenty is flagged at each look.
public struct ReviewerFatigue: Hashable, Sendable {
  /// What shows it.
  public enum Reason: String, CaseIterable, Sendable {
    /// The submission rate fell by half.
    case halvedRate = "halved_rate"
    /// The ratings sit at the extremes, as if given without looking.
    case extremeRatings = "extreme_ratings"
  }

  /// The share of rested reviewers that may be flagged.
  public static let significance = 0.05

  /// The evidence about the rate; `nil` where too little was asked.
  public let rateFall: RateFall?
  /// The evidence about the ratings of each source that has enough of them.
  public let extremeRatings: [ExtremeRatings]

  /// - Parameters:
  ///   - before: the reviewer's own period before.
  ///   - recent: their last period.
  ///   - others: the ratings that the tenant's other reviewers gave in the last period.
  public init(before: ReviewerActivity, recent: ReviewerActivity, others: RatingCounts) {
    rateFall = RateFall(from: before.rate, to: recent.rate)
    extremeRatings = FeedbackSource.allCases.compactMap { ExtremeRatings(recent.ratings[$0], others: others[$0]) }
  }

  /// Empty for a reviewer who isn't flagged.
  public var reasons: [Reason] {
    var reasons: [Reason] = []
    if let rateFall, rateFall.isHalved { reasons.append(.halvedRate) }
    if extremeRatings.contains(where: \.isExtreme) { reasons.append(.extremeRatings) }
    return reasons
  }

  public var isFlagged: Bool { !reasons.isEmpty }

  /// Looks at every reviewer of a tenant who was active in either period, each against all the others.
  public static func judged(
    before: [ReviewerID: ReviewerActivity],
    recent: [ReviewerID: ReviewerActivity]
  ) -> [ReviewerID: ReviewerFatigue] {
    let all = recent.values.reduce(into: RatingCounts()) { $0.merge($1.ratings) }
    return Set(before.keys).union(recent.keys).reduce(into: [:]) { judged, reviewer in
      let own = recent[reviewer] ?? ReviewerActivity()
      judged[reviewer] = ReviewerFatigue(
        before: before[reviewer] ?? ReviewerActivity(),
        recent: own,
        others: all.removing(own.ratings)
      )
    }
  }
}
