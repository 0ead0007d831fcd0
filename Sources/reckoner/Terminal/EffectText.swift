import EventModel
import Insight
import Resolution
import Workers

/// What a signal means for the outcomes of its conversation, as lines: what it decides, then why not the others.
enum EffectText {
  /// Outcomes that are named one by one for the same reason.
  private static let namedCountMax = 3

  static func lines(of effects: [EventStory.Effect]) -> [String] {
    var decided: [String] = []
    var reasons: [String] = []
    var others: [String: [String]] = [:]
    for effect in effects {
      switch effect.relation {
      case .decides:
        decided.append("decides \(name(of: effect)): \(effect.reason)")
      case .labelled:
        decided.append("would decide \(name(of: effect)): \(effect.reason)")
      case .notDecisive, .concernsOther, .beforeAction, .afterWindow, .decidedEarlier:
        if others[effect.reason] == nil { reasons.append(effect.reason) }
        others[effect.reason, default: []].append(name(of: effect))
      }
    }
    if decided.isEmpty { decided.append("decides no outcome") }
    return decided + reasons.map { "not \(list(others[$0] ?? [])): \($0)" }
  }

  private static func name(of effect: EventStory.Effect) -> String {
    "\(effect.outcomeType.rawValue) of \(effect.action.actionType.text) at \(effect.action.timestamp.rfc3339)"
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(namedCountMax).joined(separator: ", ")
    return names.count > namedCountMax ? "\(shown), and \(names.count - namedCountMax) more" : shown
  }
}
