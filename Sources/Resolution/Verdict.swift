public import EventModel

/// What a decisive signal says about an outcome.
public struct Verdict: Hashable, Sendable {
  /// Positive, negative or ambiguous.
  public let status: OutcomeStatus
  /// In [0, 1]; `nil` where ambiguous.
  public let score: Double?

  static let positive = Verdict(status: .positive, score: 1)
  static let negative = Verdict(status: .negative, score: 0)
  static let ambiguous = Verdict(status: .ambiguous, score: nil)
  /// Positive, but half as good: the meeting will still take place.
  static let rescheduled = Verdict(status: .positive, score: 0.5)

  /// A deal that advanced by this many stages, 1 or more: a fifth for each, at most 1.
  static func advance(stages: Int) -> Verdict {
    // By division: 3 fifths are the double 0.6, which 3 x 0.2 is not.
    Verdict(status: .positive, score: Double(min(stages, 5)) / 5)
  }

  /// Whether the outcome came true or didn't, rather than waiting for a person.
  var isConclusive: Bool {
    switch status {
    case .positive, .negative: true
    case .pending, .ambiguous, .expired: false
    }
  }
}
