import Analytics
import Coaching
import EventModel

/// A compared rate in words.
struct RateText {
  let recent: String
  let baseline: String
  /// The rate of the period before at the recent period's mix, so that what is written adds up.
  let baselineRate: Double
  /// A sentence.
  let chance: String
  private let figures: RateFigures

  init(_ figures: RateFigures, _ comparison: StratifiedComparison, level: Double) {
    self.figures = figures
    baselineRate = min(max(figures.rate - comparison.difference, 0), 1)
    recent = Self.percent(figures.rate)
    baseline = Self.percent(baselineRate)
    let points = FigureText.signed(tenths: FigureText.tenths(comparison.difference))
    let interval = FigureText.interval(comparison.interval, confidence: 0.95)
    chance =
      "That is a difference of \(points) points (\(interval)); if nothing had changed, one so large would come by chance "
      + "with a probability of \(Self.probability(comparison.probability)), and less than \(Self.probability(level)) "
      + "counts as a change."
  }

  func facts(_ period: String) -> [AlertObservation.Fact] {
    [
      .init("Period", period), .init("Rate", recent), .init("Before", baseline),
      .init(
        "Sample",
        "\(FigureText.count(figures.recent.trials)) against \(FigureText.count(figures.baseline.trials))"
      ),
    ]
  }

  static func percent(_ rate: Double) -> String { "\(FigureText.decimal(tenths: FigureText.tenths(rate))) %" }

  /// Four decimals, and never 0.
  static func probability(_ value: Double) -> String {
    let parts = Int((value * 10_000).rounded())
    if parts == 0 { return "0.0001 or less" }
    let digits = String(10_000 + min(parts, 10_000))
    return parts >= 10_000 ? "1" : "0.\(digits.dropFirst())"
  }
}

/// Days in words.
enum PeriodText {
  /// From the first to the last of several periods.
  static func days(_ periods: [ClosedRange<UTCDay>]) -> String {
    guard let first = periods.map(\.lowerBound).min(), let last = periods.map(\.upperBound).max() else {
      return "no day"
    }
    return first == last ? "\(first)" : "\(first) to \(last)"
  }

  /// `3 hours`, `2 days`: the largest unit of which there are at least two.
  static func duration(_ interval: TimeInterval) -> String {
    let seconds = max(interval.microseconds / 1_000_000, 0)
    let units: [(name: String, seconds: Int64)] = [("days", 86_400), ("hours", 3600), ("minutes", 60)]
    for unit in units where seconds >= 2 * unit.seconds { return "\(seconds / unit.seconds) \(unit.name)" }
    return "\(seconds) seconds"
  }
}
