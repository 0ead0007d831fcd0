public import EventModel

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

  /// The credits of a conversion's touches, in micros: one per touch, each in 0...1,000,000, summing to exactly 1,000,000.
  ///
  /// The time of the conversion itself is no parameter: every age is measured from it, so it cancels.
  ///
  /// - Parameters:
  ///   - touchTimes: ascending; touches of one time are in the order of their event ids. No touches give no credits.
  ///   - milestoneIndex: the touch that `wShaped` rewards, `nil` where there is none; other models ignore it.
  public func credits(
    touchTimes: [Timestamp],
    milestoneIndex: Int? = nil,
    parameters: AttributionParameters = .default
  ) -> [Int32] {
    precondition(zip(touchTimes, touchTimes.dropFirst()).allSatisfy { $0 <= $1 }, "touches are in order of time")
    let count = touchTimes.count
    let weights =
      switch self {
      case .linear: LinearModel.weights(count: count)
      case .firstTouch: FirstTouchModel.weights(count: count)
      case .lastTouch: LastTouchModel.weights(count: count)
      case .timeDecay: TimeDecayModel.weights(touchTimes: touchTimes, halfLifeDays: parameters.halfLifeDays)
      case .positionBased: PositionBasedModel.weights(count: count, parameters: parameters)
      case .wShaped: WShapedModel.weights(count: count, milestoneIndex: milestoneIndex, parameters: parameters)
      }
    return LargestRemainder.micros(weights: weights)
  }
}
