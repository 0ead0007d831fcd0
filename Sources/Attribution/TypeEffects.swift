public import EventModel

/// What each action type is worth under the `markov` model: its removal effect, as ``MarkovModel`` fits it.
public struct TypeEffects: Hashable, Sendable {
  /// No effect is known.
  public static let unknown = TypeEffects(valid: [:])

  /// Each in 0...1.
  public let effects: [ActionType: Double]
  /// The mean of the known effects; 1 where none is known.
  private let mean: Double

  /// `nil` where an effect is not in 0...1.
  public init?(_ effects: [ActionType: Double]) {
    guard effects.values.allSatisfy({ (0...1).contains($0) }) else { return nil }
    self.init(valid: effects)
  }

  init(valid effects: [ActionType: Double]) {
    self.effects = effects
    // In the order of the types: a dictionary's own differs from run to run, and with it the last bit of a sum.
    let sum = effects.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value }
    mean = effects.isEmpty ? 1 : sum / Double(effects.count)
  }

  /// The effect of a type. One that is not known, as it is newer than the fit, counts as the mean of the known ones: at 0
  /// it would get nothing until the next fit, whatever it does, and the most of all would be a reward for being new.
  subscript(type: ActionType) -> Double {
    effects[type] ?? mean
  }
}
