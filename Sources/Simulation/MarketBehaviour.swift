import EventModel

/// Decides how a market answers an action.
///
/// Each answer concerns its action alone, and `succeeds` alone decides between good and bad: so an action type's rate
/// of success is the plan's truth, whatever else is drawn.
struct MarketBehaviour {
  private static let closedLost = StageName("closed_lost")
  private static let stalled = StageName("stalled")

  let plan: SimulationPlan

  /// The answers to an action about `conversation`, in no order; none is silence.
  func answers(
    outcomeType: OutcomeType,
    succeeds: Bool,
    stageIndex: Int,
    using generator: inout SeededGenerator
  ) -> [CustomerAnswer] {
    let delay = plan.answerPace.delay(of: outcomeType).delay(using: &generator)
    let isUnclear = generator.happens(plan.unclearShare)
    let isSilent = generator.happens(plan.silentShare)
    let hasAutoReply = generator.happens(plan.autoReplyShare)
    if outcomeType == .dealProgression {
      if !succeeds && isSilent { return [] }
      return dealAnswers(succeeds: succeeds, stageIndex: stageIndex, delay: delay, using: &generator)
    }
    let replyType = Self.replyType(of: outcomeType, succeeds: succeeds, using: &generator)
    if isUnclear {
      return [CustomerAnswer(delay: delay, content: .reply(.unclear))]
    }
    if !succeeds && isSilent {
      return lateAnswers(outcomeType: outcomeType, delay: delay, using: &generator)
    }
    var answers = [CustomerAnswer(delay: delay, content: .reply(replyType))]
    if hasAutoReply {
      let notice = TimeInterval(microseconds: delay.microseconds / 2)
      answers.append(CustomerAnswer(delay: notice, content: .reply(.autoReply)))
    }
    return answers
  }

  /// A good answer after the window changes nothing any more.
  private func lateAnswers(
    outcomeType: OutcomeType,
    delay: TimeInterval,
    using generator: inout SeededGenerator
  ) -> [CustomerAnswer] {
    guard generator.happens(plan.lateShare) else { return [] }
    let late = outcomeType.defaultWindow.microseconds + delay.microseconds
    let replyType = Self.replyType(of: outcomeType, succeeds: true, using: &generator)
    return [CustomerAnswer(delay: TimeInterval(microseconds: late), content: .reply(replyType))]
  }

  /// SEMANTICS section 2: only reply types that are decisive for the outcome type, and decide it so.
  private static func replyType(
    of outcomeType: OutcomeType,
    succeeds: Bool,
    using generator: inout SeededGenerator
  ) -> ReplyType {
    let isUsual = generator.happens(0.8)
    switch outcomeType {
    case .emailEngagement:
      if succeeds { return isUsual ? .reply : .meetingRescheduled }
      return isUsual ? .bounce : .unsubscribe
    case .meetingOutcome:
      if succeeds { return isUsual ? .meetingAttended : .meetingRescheduled }
      return isUsual ? .meetingDeclined : .meetingNoShow
    case .escalationResult:
      return succeeds ? .escalationResolved : .escalationUnresolved
    case .dealProgression:
      preconditionFailure("a deal is decided by its stages")
    }
  }

  private func dealAnswers(
    succeeds: Bool,
    stageIndex: Int,
    delay: TimeInterval,
    using generator: inout SeededGenerator
  ) -> [CustomerAnswer] {
    let isUsual = generator.happens(0.8)
    guard succeeds else {
      let stage = isUsual ? Self.closedLost : Self.stalled
      return [CustomerAnswer(delay: delay, content: .stage(stage))]
    }
    let stages = SimulatedConversation.stages
    let reached = min(stageIndex + 1 + generator.index(below: 2), stages.count - 1)
    let advance = CustomerAnswer(delay: delay, content: .stage(stages[reached]))
    if isUsual { return [advance] }
    // A deal that stalls and moves on after all is a success.
    let stall = TimeInterval(microseconds: delay.microseconds / 2)
    return [CustomerAnswer(delay: stall, content: .stage(Self.stalled)), advance]
  }
}
