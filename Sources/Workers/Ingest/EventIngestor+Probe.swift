import Delivery
import EventModel
import FoundationEssentials
import RedisClient
import Streams

extension EventIngestor {
  func probe() async throws {
    let now = context.clock.now
    let steps = ProbeHistory(now: now).steps
    try await context.postgres.transaction(.rehearse) { transaction in
      for entries in steps {
        var batch = EventBatch(entries, now: now)
        precondition(batch.events.count == entries.count, "a made-up event is a good one")
        _ = try await record(&batch, in: transaction, now: now, .rehearse)
      }
    }
  }
}

/// An action that opens outcomes, and then what decides them: every table is written, outcomes first as new rows and then as
/// changed ones. Its ids are made up each time, so that two probes never wait for each other.
private struct ProbeHistory {
  /// What comes together.
  let steps: [[DeliveredEntry]]

  init(now: Timestamp) {
    let tenant = TenantID(UUID())
    let conversations = (0..<2).map { _ in JSONValue.string(ConversationID(UUID()).description) }
    let entry = { (type: EventType, time: Timestamp, data: [JSONMember]) in
      let envelope = Envelope(eventID: EventID(UUID()), eventType: type, tenantID: tenant, timestamp: time)
      let fields = EventEncoder.fields(of: envelope, data: .object(data))
      return DeliveredEntry(
        key: StreamKey(type, tenant: tenant),
        entry: RedisStreamEntry(
          id: RedisStreamID.minimum,
          fields: fields.map { RedisField(name: $0.name, value: $0.value) }
        )
      )
    }
    let action = entry(
      .agentAction,
      now - .hours(2),
      [
        JSONMember("conversation_state_id", conversations[0]), JSONMember("action_type", .string("send_email")),
        JSONMember("predicted_confidence", .number(JSONNumber(0.5))),
      ]
    )
    let reply = entry(
      .customerReply,
      now - .hours(1),
      [JSONMember("conversation_state_id", conversations[0]), JSONMember("reply_type", .string("reply"))]
    )
    let stage = entry(
      .dealStage,
      now - .hours(1),
      [
        JSONMember("conversation_state_ids", .array(conversations)),
        JSONMember("to_stage", .string("closed_won")),
      ]
    )
    steps = [[action], [reply, stage]]
  }
}
