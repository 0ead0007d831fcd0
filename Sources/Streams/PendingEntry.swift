public import Delivery
public import RedisClient

/// An entry that was given out and isn't acknowledged, and what its trials were.
public struct PendingEntry: Hashable, Sendable {
  public let key: StreamKey
  public let id: RedisStreamID
  public let record: TrialRecord
  /// The counter in the pending list: the record's, unless somebody else than this fleet wrote it.
  let deliveryCount: Int

  public init(key: StreamKey, id: RedisStreamID, record: TrialRecord) {
    self.key = key
    self.id = id
    self.record = record
    deliveryCount = record.deliveryCount
  }

  /// An entry as the pending list has it.
  init(key: StreamKey, id: RedisStreamID, deliveryCount: Int) {
    self.key = key
    self.id = id
    self.deliveryCount = deliveryCount
    record = TrialRecord(deliveryCount: deliveryCount)
  }

  public init(_ entry: DeliveredEntry) {
    self.init(key: entry.key, id: entry.id, record: entry.record)
  }
}
