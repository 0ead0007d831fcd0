/// How a conversion's credit is shared among its touches (SEMANTICS section 3).
public enum AttributionModel: String, CaseIterable, Sendable {
  case linear
  case firstTouch = "first_touch"
  case lastTouch = "last_touch"
  case timeDecay = "time_decay"
  /// U: the ends take fixed shares, the middle shares the rest evenly.
  case positionBased = "position_based"
  /// W: the ends and the milestone touch take 30 % each, the others share 10 % evenly.
  case wShaped = "w_shaped"
  /// A tenant's own weights of positions.
  case custom
  /// In proportion to the removal effects of the touches' action types, which are fitted over many paths.
  case markov
  /// The coverage game: evenly among the action types, then evenly among each type's touches.
  case shapley

  /// The credits of a conversion's touches, in micros: one per touch, each in 0...1,000,000, summing to exactly 1,000,000.
  ///
  /// The time of the conversion itself is no parameter: every age is measured from it, so it cancels.
  ///
  /// - Parameters:
  ///   - touches: ascending by time; those of one time are in the order of their event ids. None give no credits.
  ///   - milestoneIndex: the touch that `wShaped` rewards, `nil` where there is none; other models ignore it.
  public func credits(
    touches: [AttributionTouch],
    milestoneIndex: Int? = nil,
    parameters: AttributionParameters = .default
  ) -> [Int32] {
    // By index: taking whole touches out would count references to the names of their types.
    precondition(
      touches.indices.dropFirst().allSatisfy { touches[$0 - 1].time <= touches[$0].time },
      "touches are in order of time"
    )
    let count = touches.count
    let weights: [UInt64]
    switch self {
    case .linear: weights = LinearModel.weights(count: count)
    case .firstTouch: weights = FirstTouchModel.weights(count: count)
    case .lastTouch: weights = LastTouchModel.weights(count: count)
    case .timeDecay: weights = TimeDecayModel.weights(touches: touches, halfLifeDays: parameters.halfLifeDays)
    case .positionBased: weights = PositionBasedModel.weights(count: count, parameters: parameters)
    case .wShaped: weights = WShapedModel.weights(count: count, milestoneIndex: milestoneIndex, parameters: parameters)
    case .custom: weights = CustomModel.weights(count: count, customWeights: parameters.customWeights)
    case .markov: weights = MarkovModel.weights(touches: touches, typeEffects: parameters.typeEffects)
    // Its shares are unit fractions, whose common denominator can exceed 64 bits.
    case .shapley: return LargestRemainder.micros(divisors: ShapleyModel.divisors(touches: touches))
    }
    return LargestRemainder.micros(weights: weights)
  }
}
