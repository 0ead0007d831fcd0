import EventModel
import PostgresClient
public import Resolution

/// An outcome to be written, with the conversation that it belongs to.
public struct OutcomeChange: Sendable {
  public let conversation: ConversationKey
  public let version: OutcomeVersion

  public init(conversation: ConversationKey, version: OutcomeVersion) {
    self.conversation = conversation
    self.version = version
  }
}

extension PostgresParameters {
  /// Three parameters: when the action of each outcome was, by which its month is found; and the first and the last of them,
  /// by which the months of all are.
  mutating func append(timesOfActions outcomes: [Outcome]) {
    let times = outcomes.map(\.action.timestamp)
    append(times.map { PostgresTimestamp($0) })
    append(PostgresTimestamp(times.min() ?? MonthSpan.always.from))
    append(PostgresTimestamp(times.max() ?? MonthSpan.always.to))
  }
}
