import Attribution
import EventModel

/// A scored file of paths as JSON.
enum AttributionJSON {
  static func document(_ result: AttributionResult) -> JSONValue {
    .object([
      "paths": .count(result.won.count + result.lost.count),
      "conversions": .count(result.won.count),
      "losses": .count(result.lost.count),
      "conversion_rate": .real(result.conversionRate),
      "value": .real(result.hasValues ? result.won.value : nil),
      "lost_value": .real(result.hasValues ? result.lost.value : nil),
      "paths_without_touches": .count(result.untouched.count),
      "touches_after_conversion": .count(result.lateTouchCount),
      "refused_lines": .count(result.refusedLineCount),
      "models": .array(result.models.map { model($0, of: result) }),
    ])
  }

  private static func model(_ model: AttributionResult.Model, of result: AttributionResult) -> JSONValue {
    let lines = model.score?.lines ?? []
    return .object([
      "model": .string(model.scoring.model.rawValue),
      "parameters": parameters(model.scoring),
      "left_out": .text(model.reason),
      "states": .count(model.score?.markovStateCount),
      "action_types": .array(lines.map { line($0, of: result) }),
    ])
  }

  /// What the model was scored with.
  private static func parameters(_ scoring: AttributionScoring) -> JSONValue {
    let parameters = scoring.parameters
    switch scoring.model {
    case .linear, .firstTouch, .lastTouch: return .object([])
    case .timeDecay: return .object(["half_life_days": .real(parameters.halfLifeDays)])
    case .positionBased, .wShaped:
      return .object(["first_share": .real(parameters.firstShare), "last_share": .real(parameters.lastShare)])
    case .custom: return parameters.customWeights.json
    case .markov: return .object(["order": .count(scoring.markovOrder)])
    case .shapley: return .object(["game": .string(scoring.shapleyGame.rawValue)])
    }
  }

  private static func line(_ line: AttributionScore.Line, of result: AttributionResult) -> JSONValue {
    .object([
      "action_type": .string(line.actionType.text),
      "conversions": .real(line.won.pathCount),
      "credit_micros": .count(line.won.creditMicros),
      "share": .real(line.won.share),
      "value": .real(result.hasValues ? line.won.value : nil),
      "removal_effect": .real(line.won.removalEffect),
      "effect_share": .real(line.won.effectShare),
      "shapley_value": .real(line.won.shapleyValue),
      "losses": .real(line.lost.pathCount),
      "loss_credit_micros": .count(line.lost.creditMicros),
      "loss_share": .real(line.lost.share),
      "lost_value": .real(result.hasValues ? line.lost.value : nil),
      "loss_removal_effect": .real(line.lost.removalEffect),
      "loss_effect_share": .real(line.lost.effectShare),
      "loss_shapley_value": .real(line.lost.shapleyValue),
    ])
  }
}
