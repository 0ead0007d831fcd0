import Calibration
import EventModel

extension PatternEvidence {
  /// Rates are shares in [0, 1], and so are differences and the bounds of intervals.
  var json: JSONValue {
    .object([
      "direction": .string(isBetter ? "better" : "worse"),
      "outcome_count": .count(comparison.group.trials),
      "success_count": .count(comparison.group.successes),
      "success_rate": .real(comparison.groupRate),
      "interval": groupInterval.json,
      "rest_outcome_count": .count(comparison.rest.trials),
      "rest_success_count": .count(comparison.rest.successes),
      "rest_success_rate": .real(comparison.restRate),
      "rest_interval": restInterval.json,
      "difference": .real(comparison.difference),
      "difference_interval": differenceInterval.json,
      "lift": .real(comparison.liftOverRest),
      "p_value": .real(probability),
      "adjusted_p_value": .real(adjustedProbability),
      "adjusted_joint_p_value": .real(adjustedJointProbability),
      "design_effect": .real(designEffect.group),
      "rest_design_effect": .real(designEffect.rest),
      "strength": .real(strength),
      "strongest_rival": strongestRival?.json ?? .null,
    ])
  }
}

extension RivalCheck {
  /// What is left of a difference at equal value of the attribute.
  fileprivate var json: JSONValue {
    .object([
      "attribute": .string(attribute.rawValue),
      "difference": .real(comparison?.difference),
      "difference_interval": comparison?.interval.json ?? .null,
      "p_value": .real(comparison?.probability),
      "stratum_count": .count(comparison?.strata.count),
      "comparable_share": .real(comparableShare),
    ])
  }
}

extension DifferenceInterval {
  fileprivate var json: JSONValue { .array([.real(lower), .real(upper)]) }
}

extension WilsonInterval {
  fileprivate var json: JSONValue { .array([.real(lower), .real(upper)]) }
}
