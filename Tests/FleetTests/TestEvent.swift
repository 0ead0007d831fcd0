import Delivery
import EventModel
import Foundation

/// An event with its stream, by small numbers: hours since the beginning, conversations and tenants from 1.
struct TestEvent: Sendable {
  static let start = Timestamp(microseconds: 1_770_000_000_000_000)

  var key: StreamKey
  var fields: [StreamField]

  static func tenant(_ number: Int) -> TenantID { TenantID(uuid(1, number)) }
  static func conversation(_ number: Int) -> ConversationID { ConversationID(uuid(2, number)) }
  static func eventID(_ number: Int) -> EventID { EventID(uuid(3, number)) }

  static func uuid(_ kind: UInt8, _ number: Int) -> UUID {
    let bytes = withUnsafeBytes(of: UInt32(number).bigEndian) { Array($0) }
    return UUID(uuid: (kind, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, bytes[0], bytes[1], bytes[2], bytes[3]))
  }

  /// An event of any type.
  init(_ type: EventType, _ id: EventID, tenant: TenantID, at time: Timestamp, data: String) {
    let envelope = Envelope(eventID: id, eventType: type, tenantID: tenant, timestamp: time)
    key = StreamKey(type, tenant: tenant)
    fields = EventEncoder.fields(of: envelope, dataText: Array(data.utf8))
  }

  static func action(
    _ number: Int,
    tenant: Int = 1,
    conversation: Int = 1,
    at hours: Int64 = 0,
    type: String = "send_email",
    confidence: Double = 0.75
  ) -> TestEvent {
    TestEvent(
      .agentAction,
      eventID(number),
      tenant: Self.tenant(tenant),
      at: start + .hours(hours),
      data: """
        {"conversation_state_id":"\(Self.conversation(conversation))","action_type":"\(type)",\
        "predicted_confidence":\(confidence)}
        """
    )
  }

  static func reply(
    _ number: Int,
    tenant: Int = 1,
    conversation: Int = 1,
    at hours: Int64 = 1,
    type: String = "reply"
  ) -> TestEvent {
    TestEvent(
      .customerReply,
      eventID(number),
      tenant: Self.tenant(tenant),
      at: start + .hours(hours),
      data: "{\"conversation_state_id\":\"\(Self.conversation(conversation))\",\"reply_type\":\"\(type)\"}"
    )
  }

  static func stage(
    _ number: Int,
    tenant: Int = 1,
    conversation: Int = 1,
    at hours: Int64 = 1,
    to stage: String
  ) -> TestEvent {
    TestEvent(
      .dealStage,
      eventID(number),
      tenant: Self.tenant(tenant),
      at: start + .hours(hours),
      data: "{\"conversation_state_id\":\"\(Self.conversation(conversation))\",\"to_stage\":\"\(stage)\"}"
    )
  }

  /// A deal of several conversations that is won.
  static func won(_ number: Int, conversations: [Int], at hours: Int64, amount: String = "100") -> TestEvent {
    let ids = conversations.map { "\"\(Self.conversation($0))\"" }.joined(separator: ",")
    return TestEvent(
      .dealStage,
      eventID(number),
      tenant: Self.tenant(1),
      at: start + .hours(hours),
      data: """
        {"conversation_state_ids":[\(ids)],"to_stage":"closed_won","amount":\(amount),"currency":"EUR"}
        """
    )
  }

  /// The same entry with other values of some fields; `nil` leaves a field out.
  func with(_ changes: [String: [UInt8]?]) -> TestEvent {
    var other = self
    other.fields = fields.compactMap { field in
      guard let change = changes[String(decoding: field.name, as: UTF8.self)] else { return field }
      return change.map { StreamField(name: field.name, value: $0) }
    }
    return other
  }

  func with(_ name: String, _ value: String?) -> TestEvent { with([name: value.map { Array($0.utf8) }]) }
}
