/// How often each rating of one source was given.
public struct RatingDistribution: Hashable, Sendable {
  public let source: FeedbackSource
  /// By rating, from the lowest up: three for inline, five for dashboard.
  public private(set) var counts: [Int64]

  public init(_ source: FeedbackSource) {
    self.init(source, counts: [Int64](repeating: 0, count: source.ratings.count))
  }

  /// Ratings that were counted elsewhere: as many counts as the source has ratings, from the lowest up.
  public init(_ source: FeedbackSource, counts: [Int64]) {
    precondition(counts.count == source.ratings.count, "one count for each rating of the source")
    precondition(counts.allSatisfy { $0 >= 0 }, "counts are not negative")
    self.source = source
    self.counts = counts
  }

  mutating func add(_ rating: FeedbackRating) {
    precondition(rating.source == source, "ratings of two sources are not counted together")
    counts[rating.value - source.ratings.lowerBound] += 1
  }

  mutating func merge(_ other: RatingDistribution) {
    precondition(other.source == source, "ratings of two sources are not counted together")
    for index in counts.indices { counts[index] += other.counts[index] }
  }

  /// Takes out the ratings of a part of these.
  mutating func remove(_ part: RatingDistribution) {
    precondition(part.source == source, "ratings of two sources are not counted together")
    for index in counts.indices {
      precondition(counts[index] >= part.counts[index], "only a part can be taken out")
      counts[index] -= part.counts[index]
    }
  }

  public var totalCount: Int64 { counts.reduce(0, +) }

  /// At both ends of the scale.
  var lowestCount: Int64 { counts[0] }
  var highestCount: Int64 { counts[counts.count - 1] }

  /// The mean on the common scale, in [-1, 1]; `nil` without ratings.
  public var mean: IntervalEstimate? { moments.mean }

  /// On the common scale.
  var moments: RatingMoments {
    var moments = RatingMoments()
    for (value, count) in zip(source.ratings, counts) {
      guard let rating = FeedbackRating(value, source: source) else { preconditionFailure("a rating of the scale") }
      moments.add(rating, count: count)
    }
    return moments
  }
}
