import Calibration
import Coaching

extension SuccessCount {
  /// Counts as roll-ups give them, moved into their bounds: for a moment one can be below 0.
  init(rolledUp successes: Int64, of trials: Int64) {
    let trials = max(trials, 0)
    self.init(trials: trials, successes: min(max(successes, 0), trials))
  }

  /// Of the rate; `nil` without trials.
  var interval: WilsonInterval? {
    rate.map { WilsonInterval(rate: $0, sampleSize: Double(trials)) }
  }
}

extension GroupComparison {
  /// Of the group's rate minus the rest's.
  var differenceInterval: DifferenceInterval? {
    guard let groupInterval = group.interval, let restInterval = rest.interval else { return nil }
    return DifferenceInterval(rate: groupRate, groupInterval, minus: restRate, restInterval)
  }
}
