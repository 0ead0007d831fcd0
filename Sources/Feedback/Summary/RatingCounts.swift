/// How often each rating was given, source by source.
public struct RatingCounts: Hashable, Sendable {
  public private(set) var inline: RatingDistribution
  public private(set) var dashboard: RatingDistribution

  public init() {
    inline = RatingDistribution(.inline)
    dashboard = RatingDistribution(.dashboard)
  }

  public init(_ ratings: some Sequence<FeedbackRating>) {
    self.init()
    for rating in ratings { add(rating) }
  }

  /// Ratings that were counted elsewhere.
  public init(inline: RatingDistribution, dashboard: RatingDistribution) {
    precondition(inline.source == .inline && dashboard.source == .dashboard, "each source in its place")
    self.inline = inline
    self.dashboard = dashboard
  }

  public mutating func add(_ rating: FeedbackRating) {
    switch rating.source {
    case .inline: inline.add(rating)
    case .dashboard: dashboard.add(rating)
    }
  }

  /// Adds the ratings of another set.
  public mutating func merge(_ other: RatingCounts) {
    inline.merge(other.inline)
    dashboard.merge(other.dashboard)
  }

  /// These without the ratings of a part of them.
  func removing(_ part: RatingCounts) -> RatingCounts {
    var rest = self
    rest.inline.remove(part.inline)
    rest.dashboard.remove(part.dashboard)
    return rest
  }

  public subscript(source: FeedbackSource) -> RatingDistribution {
    switch source {
    case .inline: inline
    case .dashboard: dashboard
    }
  }

  public var totalCount: Int64 { inline.totalCount + dashboard.totalCount }

  /// The mean of both sources on the common scale, in [-1, 1]; `nil` without ratings.
  public var mean: IntervalEstimate? {
    var moments = inline.moments
    moments.merge(dashboard.moments)
    return moments.mean
  }
}
