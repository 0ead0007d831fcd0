/// What it takes for a difference to be called a pattern.
public struct CoachingPolicy: Hashable, Sendable {
  /// Outcomes that a value, and the rest of its attribute, need each to be tested; at least 2.
  public var sampleCountMin: Int64 = 30
  /// The share of patterns that may be none, on average, in (0, 1).
  public var falseDiscoveryRate = 0.1
  /// Differences of rates below this are not worth a manager's time; in [0, 1].
  public var differenceMin = 0.03
  /// Of every interval, in (0, 1); what is left of it is the significance of a reversal.
  public var confidence = 0.95
  /// The part of a difference that has to be left at equal value of any other attribute; in [0, 1].
  public var remainderMin = 0.5
  /// The part of a value's outcomes that has to have its like at equal value of another attribute, for the two to be
  /// told apart; in [0, 1].
  public var comparableShareMin = 0.5

  public init() {}

  func validate() {
    precondition(sampleCountMin >= 2, "one outcome has no rate")
    precondition(falseDiscoveryRate > 0 && falseDiscoveryRate < 1, "a false discovery rate lies in (0, 1)")
    precondition(confidence > 0 && confidence < 1, "a confidence lies in (0, 1)")
    for share in [differenceMin, remainderMin, comparableShareMin] {
      precondition(share >= 0 && share <= 1, "a share lies in [0, 1]")
    }
  }
}
