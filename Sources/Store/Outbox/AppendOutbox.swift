import EventModel
public import PostgresClient

/// Adds events to publish, in the transaction of what they tell of. Those of one stream go into few rows, in their order.
public struct AppendOutbox: PostgresStatement {
  /// Messages of one row at most: a row is read, published and forgotten as a whole.
  public static let messageCountMax = 100

  private struct Stream: Hashable {
    let tenantID: TenantID
    let eventType: EventType
    let occurredAt: Timestamp
  }

  private let rows: [(stream: Stream, messages: ArraySlice<OutboxMessage>)]

  public init(_ messages: [OutboxMessage]) {
    var places: [Stream: Int] = [:]
    var streams: [(stream: Stream, messages: [OutboxMessage])] = []
    for message in messages {
      let stream = Stream(
        tenantID: message.tenantID,
        eventType: message.eventType,
        occurredAt: message.occurredAt
      )
      if let place = places[stream] {
        streams[place].messages.append(message)
      } else {
        places[stream] = streams.count
        streams.append((stream, [message]))
      }
    }
    rows = streams.flatMap { stream in
      stride(from: 0, to: stream.messages.count, by: Self.messageCountMax).map { start in
        (stream.stream, stream.messages[start...].prefix(Self.messageCountMax))
      }
    }
  }

  public static let sql = """
    INSERT INTO learning.outbox (tenant_id, event_type, occurred_at, message_count, event_ids, data)
    SELECT tenant_id, event_type, occurred_at, last_message - first_message + 1,
      ($6::uuid[])[first_message:last_message], ($7::text[])[first_message:last_message]
    FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::int4[], $5::int4[])
      AS batch (tenant_id, event_type, occurred_at, first_message, last_message)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(rows.map(\.stream.tenantID.uuid))
    parameters.append(rows.map(\.stream.eventType.rawValue))
    parameters.append(rows.map { PostgresTimestamp($0.stream.occurredAt) })
    parameters.append(slicesOf: rows.map(\.messages.count))
    parameters.append(rows.flatMap { $0.messages.map(\.eventID.uuid) })
    parameters.append(rows.flatMap { $0.messages.map(\.data) })
  }
}
