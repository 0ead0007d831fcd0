/// A model with all that it needs to score a table of paths.
public struct AttributionScoring: Hashable, Sendable {
  public let model: AttributionModel
  /// `markov` fits its type effects itself, to the paths that are scored.
  public let parameters: AttributionParameters
  /// `markov`: how many last touches the next step depends on.
  public let markovOrder: Int
  /// `shapley`: the game whose values are shared.
  public let shapleyGame: ShapleyGame

  /// - Parameter markovOrder: in 1...``MarkovModel/orderMax``.
  public init(
    _ model: AttributionModel,
    parameters: AttributionParameters = .default,
    markovOrder: Int = 1,
    shapleyGame: ShapleyGame = .coverage
  ) {
    precondition((1...MarkovModel.orderMax).contains(markovOrder), "the order is in 1...\(MarkovModel.orderMax)")
    self.model = model
    self.parameters = parameters
    self.markovOrder = markovOrder
    self.shapleyGame = shapleyGame
  }

  /// Whether its result can be told only after the last path.
  var isFitted: Bool {
    switch model {
    case .markov: true
    case .shapley: shapleyGame == .rate
    case .linear, .firstTouch, .lastTouch, .timeDecay, .positionBased, .wShaped, .custom: false
    }
  }
}
