import EventModel
import PostgresClient

extension PostgresParameters {
  mutating func append(_ keys: [ConversationKey]) {
    append(keys.map(\.tenantID.uuid))
    append(keys.map(\.conversationID.uuid))
  }

  /// Three parameters: the tenants and the ids of the conversations, and the tenants that rest as a whole.
  mutating func append(_ resting: RestingConversations) {
    append(resting.conversations)
    append(resting.tenants.map(\.uuid))
  }

  /// Two parameters: the first and the last place, from 1, of each row's slice of a long array. Arrays of arrays of
  /// different lengths can't be parameters.
  mutating func append(slicesOf counts: [Int]) {
    var first: [Int32] = []
    var last: [Int32] = []
    var place: Int32 = 0
    for count in counts {
      first.append(place + 1)
      place += Int32(count)
      last.append(place)
    }
    append(first)
    append(last)
  }

  mutating func append(_ keys: [EventKey]) {
    append(keys.map(\.tenantID.uuid))
    append(keys.map(\.eventID.uuid))
  }
}

extension PostgresTimestamp {
  init(_ timestamp: Timestamp) {
    self.init(microsecondsSince1970: timestamp.microseconds)
  }
}

extension Timestamp {
  init(_ timestamp: PostgresTimestamp) {
    self.init(microseconds: timestamp.microsecondsSince1970)
  }
}

extension PostgresRowReader {
  mutating func time() throws(PostgresError) -> Timestamp {
    Timestamp(try timestamp())
  }

  mutating func optionalTime() throws(PostgresError) -> Timestamp? {
    try optionalTimestamp().map(Timestamp.init)
  }

  mutating func identifier<Kind>() throws(PostgresError) -> UUIDIdentifier<Kind> {
    UUIDIdentifier(try uuid())
  }

  mutating func optionalIdentifier<Kind>() throws(PostgresError) -> UUIDIdentifier<Kind>? {
    try optionalUUID().map(UUIDIdentifier.init)
  }

  mutating func conversationKey() throws(PostgresError) -> ConversationKey {
    ConversationKey(tenantID: try identifier(), conversationID: try identifier())
  }

  mutating func eventKey() throws(PostgresError) -> EventKey {
    EventKey(tenantID: try identifier(), eventID: try identifier())
  }

  /// A word of one of our own enums; another word means that the database is newer than this program.
  mutating func word<Word: RawRepresentable>(of type: Word.Type = Word.self) throws(PostgresError) -> Word
  where Word.RawValue == String {
    try Self.known(try string())
  }

  mutating func optionalWord<Word: RawRepresentable>(of type: Word.Type = Word.self) throws(PostgresError) -> Word?
  where Word.RawValue == String {
    guard let text = try optionalString() else { return nil }
    let word: Word = try Self.known(text)
    return word
  }

  private static func known<Word: RawRepresentable>(_ text: String) throws(PostgresError) -> Word
  where Word.RawValue == String {
    guard let word = Word(rawValue: text) else {
      throw PostgresError(.decoding, "\(Word.self) has no value of the name that the database holds")
    }
    return word
  }
}
