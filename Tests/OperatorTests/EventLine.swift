import Foundation

/// Envelopes as `reckoner import` takes them.
struct EventLine {
  let tenant: String
  var eventID: String
  let eventType: String
  let time: Date
  let data: [String: Value]

  enum Value {
    case text(String)
    case number(Double)
    case texts([String])

    fileprivate var json: Any {
      switch self {
      case .text(let text): text
      case .number(let number): number
      case .texts(let texts): texts
      }
    }
  }

  var json: String {
    get throws {
      let envelope: [String: Any] = [
        "event_id": eventID, "event_type": eventType, "tenant_id": tenant, "timestamp": Self.text(of: time),
        "version": "1.0", "data": data.mapValues(\.json),
      ]
      return String(decoding: try JSONSerialization.data(withJSONObject: envelope, options: .sortedKeys), as: UTF8.self)
    }
  }

  static func text(of time: Date) -> String {
    time.formatted(.iso8601)
  }
}

extension EventLine {
  static func action(
    _ eventID: String,
    tenant: String,
    conversation: String,
    at time: Date,
    actionType: String = "send_email",
    confidence: Double,
    outcomeTypes: [String] = []
  ) -> EventLine {
    var data: [String: Value] = [
      "conversation_state_id": .text(conversation), "action_type": .text(actionType),
      "predicted_confidence": .number(confidence),
    ]
    if !outcomeTypes.isEmpty { data["outcome_types"] = .texts(outcomeTypes) }
    return EventLine(tenant: tenant, eventID: eventID, eventType: "agent.action", time: time, data: data)
  }

  static func reply(
    _ eventID: String,
    tenant: String,
    conversation: String,
    at time: Date,
    replyType: String
  ) -> EventLine {
    let data: [String: Value] = ["conversation_state_id": .text(conversation), "reply_type": .text(replyType)]
    return EventLine(tenant: tenant, eventID: eventID, eventType: "customer.reply", time: time, data: data)
  }

  static func stage(
    _ eventID: String,
    tenant: String,
    conversation: String,
    at time: Date,
    from: String,
    to stage: String
  ) -> EventLine {
    let data: [String: Value] = [
      "conversation_state_id": .text(conversation), "from_stage": .text(from), "to_stage": .text(stage),
    ]
    return EventLine(tenant: tenant, eventID: eventID, eventType: "deal.stage", time: time, data: data)
  }
}

extension [EventLine] {
  /// One envelope a line.
  var file: String {
    get throws { try map { try $0.json + "\n" }.joined() }
  }
}
