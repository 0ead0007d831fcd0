public import Delivery
public import EventModel
public import RedisClient

/// A stream entry that was given to this consumer and waits for its acknowledgement.
public struct DeliveredEntry: Sendable {
  public let key: StreamKey
  public let id: RedisStreamID
  /// `nil` where the entry was deleted or trimmed while it was pending: nothing is left to apply.
  public let fields: [StreamField]?
  /// What the pending list says of its trials, this one included.
  public let record: TrialRecord

  public init(key: StreamKey, entry: RedisStreamEntry, record: TrialRecord = .delivered) {
    self.key = key
    self.record = record
    id = entry.id
    fields = entry.fields?.map { StreamField(name: $0.name, value: $0.value) }
  }

  /// The same entry with other fields.
  public func with(_ fields: [StreamField]) -> DeliveredEntry {
    DeliveredEntry(key: key, entry: RedisStreamEntry(id: id, fields: fields.map(RedisField.init)), record: record)
  }

  /// The bytes of its fields.
  var byteCount: Int {
    fields?.reduce(0) { $0 + $1.name.count + $1.value.count } ?? 0
  }

  /// What the stream promises about the event.
  public var context: StreamContext {
    StreamContext(eventType: key.eventType, tenant: key.tenant)
  }
}

extension RedisField {
  init(_ field: StreamField) {
    self.init(name: field.name, value: field.value)
  }
}
