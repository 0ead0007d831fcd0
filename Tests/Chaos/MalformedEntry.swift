import Delivery
import EventModel
import Foundation
import TestSupport

/// Entries that no worker can take, one of each cause.
enum MalformedEntry: CaseIterable {
  case noTimestamp, confidenceAboveOne, brokenJSON, laterVersion, otherType, otherTenant, farFuture, tooLarge,
    unknownStage

  private var reason: RefusalReason {
    switch self {
    case .noTimestamp: .missingField
    case .confidenceAboveOne, .unknownStage: .invalidField
    case .brokenJSON: .invalidJSON
    case .laterVersion: .unsupportedVersion
    case .otherType: .unknownEventType
    case .otherTenant: .tenantMismatch
    case .farFuture: .timestampInFuture
    case .tooLarge: .tooLarge
    }
  }

  func make(tenant: TenantID, at time: Timestamp, using generator: inout TestGenerator) -> LoadEntry {
    let mark = generator.uuid()
    var fields: [String: String] = [
      "event_id": generator.uuid(), "event_type": EventType.agentAction.rawValue, "tenant_id": "\(tenant)",
      "timestamp": time.rfc3339, "data": action(confidence: "0.5", using: &generator), LoadEntry.markField: mark,
    ]
    var key = StreamKey(.agentAction, tenant: tenant)
    switch self {
    case .noTimestamp: fields["timestamp"] = nil
    case .confidenceAboveOne: fields["data"] = action(confidence: "2", using: &generator)
    case .brokenJSON: fields["data"] = "{\"conversation_state_id\":"
    case .laterVersion: fields["version"] = "2.0"
    case .otherType: fields["event_type"] = EventType.customerReply.rawValue
    case .otherTenant: fields["tenant_id"] = generator.uuid()
    case .farFuture: fields["timestamp"] = "2999-01-01T00:00:00Z"
    case .tooLarge: fields["data"] = "{\"padding\":\"\(String(repeating: "x", count: 257 * 1024))\"}"
    case .unknownStage:
      key = StreamKey(.dealStage, tenant: tenant)
      fields["event_type"] = EventType.dealStage.rawValue
      fields["data"] = "{\"conversation_state_id\":\"\(generator.uuid())\",\"to_stage\":\"nowhere\"}"
    }
    let sorted = fields.sorted { $0.key < $1.key }
    return LoadEntry(
      key: key,
      fields: sorted.map { StreamField($0.key, $0.value) },
      identity: mark,
      fate: .buried(reason)
    )
  }

  private func action(confidence: String, using generator: inout TestGenerator) -> String {
    """
    {"conversation_state_id":"\(generator.uuid())","action_type":"send_email","predicted_confidence":\(confidence)}
    """
  }
}
