import Attribution
import Documents
import EventModel
import Insight
import Workers

/// Removal effects of a tenant's own paths, for a person and for programs.
enum FittedEffectsOutput {
  static func lines(of effects: FittedEffects, isSet: Bool) -> [String] {
    let counts =
      "\(NumberText.count(effects.wonCount)) paths won, \(NumberText.count(effects.lostCount)) lost, "
      + "\(NumberText.count(effects.unconvertedCount)) without a conversion"
    guard effects.typeEffects != .unknown else { return [counts, "no effect can be told; nothing is set"] }
    var table = Table([.left("action type"), .right("removal effect")])
    for effect in effects.fit.won.effects {
      table.add([effect.actionType.text, NumberText.fixed(effect.removalEffect, decimals: 4)])
    }
    return [counts, ""] + table.lines() + ["", isSet ? "set as attribution_type_effects" : "nothing is set"]
  }

  static func document(_ effects: FittedEffects, isSet: Bool) -> JSONValue {
    .object([
      "won_paths": .count(effects.wonCount),
      "lost_paths": .count(effects.lostCount),
      "unconverted_paths": .count(effects.unconvertedCount),
      "order": .count(effects.fit.order),
      "states": .count(effects.fit.stateCount),
      "effects": effects.typeEffects.json,
      "is_set": .bool(isSet),
    ])
  }
}
