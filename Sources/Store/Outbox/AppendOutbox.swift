import EventModel
public import PostgresClient

/// Adds events to publish, in the transaction of what they tell of.
public struct AppendOutbox: PostgresStatement {
  private let messages: [OutboxMessage]

  public init(_ messages: [OutboxMessage]) {
    self.messages = messages
  }

  public static let sql = """
    INSERT INTO learning.outbox (tenant_id, event_id, event_type, occurred_at, data)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::text[])
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(messages.map(\.tenantID.uuid))
    parameters.append(messages.map(\.eventID.uuid))
    parameters.append(messages.map(\.eventType.rawValue))
    parameters.append(messages.map { PostgresTimestamp($0.occurredAt) })
    parameters.append(messages.map(\.data))
  }
}
