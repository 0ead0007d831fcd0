public import EventModel
import FoundationEssentials
public import PostgresClient

/// Records events, each once: the insert that makes delivery idempotent. Returns those that are new.
///
/// Waits for another transaction that is recording the same event, and inserts in the order of the keys, so that two
/// batches with the same events never wait for each other in a circle.
public struct RecordEvents: PostgresStatement {
  public typealias Row = EventKey

  private let events: [Event]
  private let recordedAt: Timestamp

  /// - Parameter events: of `agent.action`, `customer.reply` and `deal.stage`; no event id twice.
  public init(_ events: [Event], recordedAt: Timestamp) {
    self.events = events.sorted { EventKey($0) < EventKey($1) }
    self.recordedAt = recordedAt
  }

  // The keys decide which events are new: they are unique over all months, which no index of the events can be. IS TRUE
  // keeps the planner from joining: the few keys are hashed, and a worker's sessions have no hash join.
  public static let sql = """
    WITH recorded AS (
      INSERT INTO learning.event_keys (tenant_id, event_id, conversation_state_id, occurred_at)
      SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[])
      ON CONFLICT (tenant_id, event_id) DO NOTHING
      RETURNING tenant_id, event_id
    ), written AS (
      INSERT INTO learning.events (
        tenant_id, event_id, conversation_state_id, occurred_at, predicted_confidence, calibration_version, event_type,
        content_digest, action_id, action_type, outcome_types, deal_stage, reply_type, in_reply_to, to_stage,
        from_stage, payload, envelope, recorded_at)
      SELECT tenant_id, event_id, conversation_state_id, occurred_at, predicted_confidence, calibration_version,
        event_type, content_digest, action_id, action_type, string_to_array(outcome_types, ','), deal_stage,
        reply_type, in_reply_to, to_stage, from_stage, payload, envelope, $19
      FROM unnest(
        $1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::float8[], $6::int8[], $7::text[], $8::bytea[],
        $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[],
        $17::jsonb[], $18::jsonb[])
        AS event (
          tenant_id, event_id, conversation_state_id, occurred_at, predicted_confidence, calibration_version,
          event_type, content_digest, action_id, action_type, outcome_types, deal_stage, reply_type, in_reply_to,
          to_stage, from_stage, payload, envelope)
      WHERE ((tenant_id, event_id) IN (SELECT tenant_id, event_id FROM recorded)) IS TRUE
    )
    SELECT tenant_id, event_id FROM recorded
    """

  public func bind(_ parameters: inout PostgresParameters) {
    let columns = events.map(EventColumns.init)
    parameters.append(events.map(EventKey.init))
    parameters.append(columns.map(\.conversationID.uuid))
    parameters.append(events.map { PostgresTimestamp($0.timestamp) })
    parameters.append(columns.map(\.predictedConfidence))
    parameters.append(columns.map(\.calibrationVersion))
    parameters.append(events.map(\.eventType.rawValue))
    parameters.append(events.map { PostgresBytes($0.digest.bytes) })
    parameters.append(columns.map(\.actionID))
    parameters.append(columns.map(\.actionType))
    parameters.append(columns.map(\.outcomeTypes))
    parameters.append(columns.map(\.dealStage))
    parameters.append(columns.map(\.replyType))
    parameters.append(columns.map(\.inReplyTo))
    parameters.append(columns.map(\.toStage))
    parameters.append(columns.map(\.fromStage))
    parameters.append(events.map { PostgresJSON(text: String(decoding: $0.dataText, as: UTF8.self)) })
    parameters.append(columns.map(\.envelope))
    parameters.append(PostgresTimestamp(recordedAt))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> EventKey {
    try row.eventKey()
  }
}

extension EventKey {
  public init(_ event: Event) {
    self.init(tenantID: event.tenantID, eventID: event.eventID)
  }
}
