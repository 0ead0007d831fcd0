public import Delivery
public import RedisClient

/// An entry that was given out and isn't acknowledged, and what its trials were.
public struct PendingEntry: Hashable, Sendable {
  public let key: StreamKey
  public let id: RedisStreamID
  public let record: TrialRecord

  public init(key: StreamKey, id: RedisStreamID, record: TrialRecord) {
    self.key = key
    self.id = id
    self.record = record
  }

  public init(_ entry: DeliveredEntry) {
    self.init(key: entry.key, id: entry.id, record: entry.record)
  }
}
