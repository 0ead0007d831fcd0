/// A person's rating, on the scale of its source.
///
/// Ratings of different sources are never averaged as given: both map to [-1, 1], a dashboard's r to (r - 3) / 2.
public struct FeedbackRating: Hashable, Sendable {
  public let source: FeedbackSource
  /// As given: one of the source's ratings.
  public let value: Int

  /// `nil` where the source's scale has no such rating.
  public init?(_ value: Int, source: FeedbackSource) {
    guard source.ratings.contains(value) else { return nil }
    self.source = source
    self.value = value
  }

  /// On the scale that both sources share, in [-1, 1]: -1 is the worst, 1 the best.
  public var normalized: Double { Double(halfSteps) / 2 }

  /// The same in half steps, -2 to 2: whole, so that sums of them are exact in every order.
  var halfSteps: Int {
    switch source {
    case .inline: 2 * value
    case .dashboard: value - 3
    }
  }
}

/// The common scale in half steps.
enum HalfSteps {
  static let all = -2...2

  /// The place of a half step, from 0 up.
  static func index(_ halfSteps: Int) -> Int { halfSteps - all.lowerBound }
}
