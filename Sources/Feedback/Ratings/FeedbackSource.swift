/// Where a rating was given, and so on which scale (SEMANTICS section 6).
public enum FeedbackSource: String, CaseIterable, Sendable {
  /// A quick reaction: -1, 0 or 1.
  case inline
  /// A detailed review: 1 to 5.
  case dashboard

  /// The ratings that there are.
  public var ratings: ClosedRange<Int> {
    switch self {
    case .inline: -1...1
    case .dashboard: 1...5
    }
  }
}
