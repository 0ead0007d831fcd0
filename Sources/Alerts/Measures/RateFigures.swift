import Coaching
import EventModel

/// A rate of the recent period against the one before: at equal mix of what has a period of its own.
struct RateFigures {
  let recent: SuccessCount
  let baseline: SuccessCount
  /// `nil` where one of the periods is empty, or has too few trials.
  let comparison: StratifiedComparison?

  init(_ strata: [(recent: RateCount, baseline: RateCount)], sampleCountMin: Int64) {
    let counts = strata.map { (recent: SuccessCount($0.recent), baseline: SuccessCount($0.baseline)) }
    recent = counts.reduce(.zero) { $0 + $1.recent }
    baseline = counts.reduce(.zero) { $0 + $1.baseline }
    let comparisons = counts.compactMap { GroupComparison(group: $0.recent, rest: $0.baseline) }
    let compared = comparisons.reduce((recent: Int64(0), baseline: Int64(0))) {
      ($0.recent + $1.group.trials, $0.baseline + $1.rest.trials)
    }
    comparison =
      min(compared.recent, compared.baseline) >= max(sampleCountMin, 1) ? StratifiedComparison(comparisons) : nil
  }

  /// The recent rate.
  var rate: Double { recent.rate ?? 0 }
}

extension SuccessCount {
  init(_ count: RateCount) {
    let trials = max(count.trials, 0)
    self.init(trials: trials, successes: min(max(count.successes, 0), trials))
  }
}
