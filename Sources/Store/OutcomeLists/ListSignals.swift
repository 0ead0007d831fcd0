public import EventModel
public import PostgresClient

/// The events that left outcomes as they are, with what they say.
public struct ListSignals: PostgresStatement {
  public struct Row: Sendable {
    public let eventID: EventID
    public let eventType: EventType
    public let occurredAt: Timestamp
    /// JSON text, as the event had it.
    public let payload: String
  }

  private let ids: [EventID]
  private let tenant: TenantID

  public init(_ ids: some Sequence<EventID>, of tenant: TenantID) {
    self.ids = Array(ids)
    self.tenant = tenant
  }

  public static let sql = """
    SELECT event.event_id, event.event_type, event.occurred_at, event.payload
    FROM learning.event_keys AS key
    JOIN learning.events AS event ON \(EventKey.isOfKey)
    WHERE key.tenant_id = $1 AND key.event_id = ANY($2)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(ids.map(\.uuid))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      eventID: try row.identifier(),
      eventType: try row.word(),
      occurredAt: try row.time(),
      payload: try row.json().text
    )
  }
}
