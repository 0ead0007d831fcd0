import Attribution
import EventModel
import FoundationEssentials
public import PostgresClient
import Resolution

/// Writes conversions with all their credits, new ones and changed ones.
public struct PutConversions: PostgresStatement {
  private let changes: [ConversionChange]

  public init(_ changes: [ConversionChange]) {
    self.changes = changes
  }

  // Each row takes its slice of two long arrays.
  public static let sql = """
    INSERT INTO learning.conversions (
      tenant_id, conversation_state_id, signal_event_id, model, action_event_ids, credit_micros)
    SELECT tenant_id, conversation_state_id, signal_event_id, model, ($7::uuid[])[first_touch:last_touch],
      ($8::int4[])[first_touch:last_touch]
    FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::int4[], $6::int4[])
      AS change (tenant_id, conversation_state_id, signal_event_id, model, first_touch, last_touch)
    ON CONFLICT (tenant_id, conversation_state_id, signal_event_id) DO UPDATE
    SET model = excluded.model, action_event_ids = excluded.action_event_ids, credit_micros = excluded.credit_micros
    """

  public func bind(_ parameters: inout PostgresParameters) {
    let touches = changes.flatMap(\.conversion.touches)
    parameters.append(changes.map(\.conversation))
    parameters.append(changes.map(\.conversion.signalEventID.uuid))
    parameters.append(changes.map(\.conversion.model.rawValue))
    parameters.append(slicesOf: changes.map(\.conversion.touches.count))
    parameters.append(touches.map(\.actionEventID.uuid))
    parameters.append(touches.map(\.creditMicros))
  }
}
