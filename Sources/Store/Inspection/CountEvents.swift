public import EventModel
public import PostgresClient

/// How many events are recorded, by type.
public struct CountEvents: PostgresStatement {
  public struct Row: Sendable {
    public let eventType: EventType
    public let count: Int64
  }

  public init() {}

  public static let sql = "SELECT event_type, count(*) FROM learning.events GROUP BY event_type ORDER BY event_type"

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(eventType: try row.word(), count: try row.int64())
  }
}
