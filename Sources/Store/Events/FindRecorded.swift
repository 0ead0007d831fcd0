public import EventModel
public import PostgresClient

/// Which of some events are recorded, and whether with the same content.
public struct FindRecorded: PostgresStatement {
  public struct Row: Sendable {
    /// Of the event, among those asked for: two of them may have one id and different contents.
    public let index: Int
    public let key: EventKey
    public let isSame: Bool
  }

  private let events: [Event]

  public init(_ events: [Event]) {
    self.events = events
  }

  public static let sql = """
    SELECT wanted.position, wanted.tenant_id, wanted.event_id, event.content_digest = wanted.content_digest
    FROM unnest($1::uuid[], $2::uuid[], $3::bytea[])
      WITH ORDINALITY AS wanted (tenant_id, event_id, content_digest, position)
    JOIN learning.event_keys AS key ON key.tenant_id = wanted.tenant_id AND key.event_id = wanted.event_id
    JOIN learning.events AS event ON \(EventKey.isOfKey)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(events.map(EventKey.init))
    parameters.append(events.map { PostgresBytes($0.digest.bytes) })
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(index: Int(try row.int64()) - 1, key: try row.eventKey(), isSame: try row.bool())
  }
}
