import Coaching
import EventModel

/// The strongest weak spots: reps and action types that do credibly worse than the rest.
enum CoachingOpportunities {
  /// A manager can follow up on a few.
  static let rowCountMax = 10

  static func metric(_ comparison: TeamComparison) -> Metric {
    let weak = comparison.standings.filter { $0.flag == .below }.sorted(by: precedes)
    let tested = Int64(comparison.standings.count)
    return Metric(
      .coachingOpportunities,
      tested > 0
        ? .known(Double(weak.count), sampleSize: tested)
        : .missing(
          "It takes two reps or two action types with at least \(Standing.trialCountMin) decided actions each, of "
            + "which some have their like on the other side."
        ),
      breakdowns: [Breakdown("opportunities", weak.prefix(rowCountMax).map(row))]
    )
  }

  private static func row(_ standing: Standing) -> MetricRow {
    MetricRow(
      standing.dimension.labels(standing.value),
      .rate(standing.comparison.group, missing: "There is nothing to count."),
      details: standing.details
    )
  }

  /// The one of which more is sure comes first.
  private static func precedes(_ left: Standing, _ right: Standing) -> Bool {
    let (sure, otherSure) = (left.stratified.interval.assured, right.stratified.interval.assured)
    if sure != otherSure { return sure > otherSure }
    return left.dimension != right.dimension ? left.dimension == .actionType : left.value < right.value
  }
}
