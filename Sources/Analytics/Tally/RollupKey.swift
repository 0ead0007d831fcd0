import Coaching
import EventModel

/// What rows of every kind share: the step of the trend, and whose action it was, of which type, on which channel.
struct RollupKey: Hashable, Sendable {
  let step: UTCDay
  let repID: RepID?
  let actionType: ActionType
  let channel: ChannelName?
}

/// A key that begins with that.
protocol RollupKeyed: Hashable, Sendable {
  var rollupKey: RollupKey { get }
}

extension RollupKey: RollupKeyed {
  var rollupKey: RollupKey { self }
}
