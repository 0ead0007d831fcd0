public import EventModel

/// From which stage the actions of one conversation start (SEMANTICS section 2), for whoever needs no more of the fold.
public struct StartingStages: Sendable {
  private let timeline: StageTimeline
  private let order: StageOrder

  /// - Parameter stages: every stage change of the conversation, in any order.
  public init(_ stages: [RecordedStage], order: StageOrder) {
    timeline = StageTimeline(stages, order: order)
    self.order = order
  }

  /// - Parameters:
  ///   - own: the stage that the action itself names.
  ///   - time: of the action.
  /// - Returns: a stage of the order.
  public func stage(named own: StageName?, at time: Timestamp) -> StageName {
    order.names[timeline.startingStage(named: own, at: time)]
  }
}
