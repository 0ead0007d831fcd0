public import Delivery
public import EventModel
public import RedisClient

/// A letter where it lies.
public struct BuriedEntry: Sendable {
  /// The stream that the entry was given up in.
  public let key: StreamKey
  /// The letter's own id, among the dead letters.
  public let id: RedisStreamID
  public let content: DeadLetter
  /// Which event it is, as far as its fields say.
  public let names: EntryNames

  init(key: StreamKey, letter: RedisStreamEntry) {
    self.key = key
    id = letter.id
    content = DeadLetter(reading: (letter.fields ?? []).map { StreamField(name: $0.name, value: $0.value) })
    names = EntryNames(content.original)
  }

  /// The entry's id in its stream; `nil` where the letter doesn't say.
  public var originalID: RedisStreamID? { content.originalID.flatMap { RedisStreamID($0) } }

  /// Whose event it is: the stream's owner, or whom the envelope names on a shared one.
  public var tenant: TenantID? { key.tenant ?? names.tenantID }

  /// What is handled again: the entry as it was delivered, under its own id.
  public var entry: DeliveredEntry {
    DeliveredEntry(key: key, entry: RedisStreamEntry(id: entryID, fields: content.original.map(RedisField.init)))
  }

  /// The bytes of the entry's fields.
  public var byteCount: Int { content.original.reduce(0) { $0 + $1.name.count + $1.value.count } }

  /// A letter that doesn't say is known by its own id.
  var entryID: RedisStreamID { originalID ?? id }
}
