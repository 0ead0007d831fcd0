import Coaching
import EventModel

/// What the roll-ups of actions, outcomes and credits share.
protocol RollupRow {
  var day: UTCDay { get }
  var repID: RepID? { get }
  var actionType: ActionType { get }
  var channel: ChannelName? { get }
}

extension RollupRow {
  func key(_ step: TrendStep) -> RollupKey {
    RollupKey(step: step.start(of: day), repID: repID, actionType: actionType, channel: channel)
  }
}

extension OutcomeRollup: RollupRow {}
extension ActionRollup: RollupRow {}
extension ImpactRollup: RollupRow {}
