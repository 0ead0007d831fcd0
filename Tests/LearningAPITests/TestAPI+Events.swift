import Delivery
import EventModel
import Foundation
import RedisClient
import Streams

extension TestAPI {
  static func uuid(_ kind: UInt8, _ number: Int) -> UUID {
    UUID(
      uuid: (
        kind, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, UInt8(number >> 16 & 255), UInt8(number >> 8 & 255),
        UInt8(number & 255)
      )
    )
  }

  static func tenant(_ number: Int) -> TenantID { TenantID(uuid(1, number)) }
  static func conversation(_ number: Int) -> ConversationID { ConversationID(uuid(2, number)) }
  static func eventID(_ number: Int) -> EventID { EventID(uuid(3, number)) }

  /// Publishes an agent's action.
  func act(
    _ number: Int,
    of tenant: TenantID,
    in conversation: ConversationID,
    _ type: String = "send_email",
    confidence: Double = 0.7,
    rep: String? = nil,
    at time: Timestamp = now - .hours(2),
    more: String = ""
  ) async throws {
    let rep = rep.map { ",\"rep_id\":\"\($0)\"" } ?? ""
    try await publish(
      .agentAction,
      number,
      of: tenant,
      """
      {"conversation_state_id":"\(conversation)","action_type":"\(type)","predicted_confidence":\(confidence)\(rep)\(more)}
      """,
      at: time
    )
  }

  func reply(
    _ number: Int,
    of tenant: TenantID,
    in conversation: ConversationID,
    _ type: String = "reply",
    at time: Timestamp = now - .hours(1)
  ) async throws {
    try await publish(
      .customerReply,
      number,
      of: tenant,
      "{\"conversation_state_id\":\"\(conversation)\",\"reply_type\":\"\(type)\"}",
      at: time
    )
  }

  func stage(
    _ number: Int,
    of tenant: TenantID,
    in conversation: ConversationID,
    to stage: String,
    amount: Int? = nil,
    at time: Timestamp = now - .hours(1)
  ) async throws {
    let amount = amount.map { ",\"amount\":\($0),\"currency\":\"EUR\"" } ?? ""
    try await publish(
      .dealStage,
      number,
      of: tenant,
      "{\"conversation_state_id\":\"\(conversation)\",\"from_stage\":\"discovery\",\"to_stage\":\"\(stage)\"\(amount)}",
      at: time
    )
  }

  func publish(
    _ type: EventType,
    _ number: Int,
    of tenant: TenantID,
    _ data: String,
    at time: Timestamp
  ) async throws {
    let fields = [
      ("event_id", Self.eventID(number).description), ("event_type", type.rawValue), ("timestamp", time.rfc3339),
      ("tenant_id", tenant.description), ("data", data),
    ]
    _ = try await redis.send(
      StreamAdd(
        key: StreamKey(type, tenant: tenant).text,
        fields: fields.map { RedisField(name: Array($0.0.utf8), value: Array($0.1.utf8)) }
      )
    )
  }
}
