public import EventModel

/// What a model says of a table of paths, by action type.
public struct AttributionScore: Hashable, Sendable {
  /// What an action type has of the paths of one end, won or lost.
  public struct Part: Hashable, Sendable {
    /// Millionths of a path, summing to exactly 1,000,000 for each path over all types. `nil` under the rate game, whose
    /// values belong to the table as a whole and can be negative.
    public let creditMicros: Int64?
    /// Paths credited.
    public let pathCount: Double
    /// Value credited, in the unit of the paths' values.
    public let value: Double
    /// The part of all paths of this end; `nil` where there are none.
    public let share: Double?
    /// `markov`: the removal effect of the type, in 0...1; `nil` under other models.
    public let removalEffect: Double?
    /// `markov`: the effect over the sum of all effects; `nil` under other models, and where all are 0.
    public let effectShare: Double?
    /// The rate game's Shapley value, a part of the rate; `nil` under other models.
    public let shapleyValue: Double?
  }

  public struct Line: Hashable, Sendable {
    public let actionType: ActionType
    public let won: Part
    /// The same of the lost paths. `markov` takes the effects on losing for them, the rate game the rate of losses.
    public let lost: Part
  }

  public let scoring: AttributionScoring
  /// Every action type of the paths, sorted by name.
  public let lines: [Line]
  /// `markov`: the chain's size, its start included; `nil` under other models.
  public let markovStateCount: Int?
}
