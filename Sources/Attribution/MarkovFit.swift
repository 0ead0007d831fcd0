public import EventModel

/// What a Markov chain over a table of paths says of each action type.
public struct MarkovFit: Hashable, Sendable {
  /// An action type's part in one of the two ends.
  public struct Effect: Hashable, Sendable {
    public let actionType: ActionType
    /// The share of the walks to this end that visit the type, in 0...1; 0 where no observed path to it does.
    public let removalEffect: Double
    /// The effect's part in the sum of all effects, which ChannelAttribution multiplies the conversions by; `nil` where
    /// every effect is 0.
    public let share: Double?
  }

  /// One of the two ends of paths: won or lost.
  public struct Side: Hashable, Sendable {
    static let none = Side(probability: nil, actionTypes: [], removalEffects: [])

    /// The chance that a walk ends so, which is the observed rate to rounding; `nil` without paths.
    public let probability: Double?
    /// For every action type of the table, sorted by name.
    public let effects: [Effect]

    init(probability: Double?, actionTypes: [ActionType], removalEffects: [Double]) {
      self.probability = probability
      let sum = removalEffects.reduce(0, +)
      effects = zip(actionTypes, removalEffects).map { type, effect in
        Effect(actionType: type, removalEffect: effect, share: sum > 0 ? effect / sum : nil)
      }
    }

    /// What single conversions are credited by.
    public var typeEffects: TypeEffects {
      TypeEffects(valid: Dictionary(uniqueKeysWithValues: effects.map { ($0.actionType, $0.removalEffect) }))
    }
  }

  public let order: Int
  /// The size of the chain, its start included.
  public let stateCount: Int
  public let won: Side
  /// As if losing were the aim.
  public let lost: Side
}
