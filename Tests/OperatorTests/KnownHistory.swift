import Foundation
import RedisClient
import TestSupport

/// A history so small that every number about it is known: an e-mail that was answered, one that wasn't, and an entry that
/// no worker can take.
enum KnownHistory {
  static let tenant = "6f1d3c3e-0000-4000-8000-0000000f0005"
  static let answered = "6f1d3c3e-0000-4000-8000-00000000a001"
  static let ignored = "6f1d3c3e-0000-4000-8000-00000000a002"
  static let answer = "6f1d3c3e-0000-4000-8000-00000000a003"
  static let refused = "6f1d3c3e-0000-4000-8000-00000000a004"
  static let unread = "6f1d3c3e-0000-4000-8000-00000000a005"
  static let unknown = "6f1d3c3e-0000-4000-8000-00000000a006"
  static let conversation = "6f1d3c3e-0000-4000-8000-00000000c001"
  static let otherConversation = "6f1d3c3e-0000-4000-8000-00000000c002"
  /// Would stand in an error that quotes payloads.
  static let secret = "what-the-customer-said"
  static let actionStream = "t:\(tenant):events:agent.action"

  static let time = Date(timeIntervalSince1970: 1_735_732_800)

  /// Publishes it, and lets workers come to its end; then one more event that nobody has read.
  static func settle(in fleet: TestFleet) async throws {
    let events: [EventLine] = [
      .action(answered, tenant: tenant, conversation: conversation, at: time, confidence: 0.85),
      .action(ignored, tenant: tenant, conversation: otherConversation, at: time, confidence: 0.35),
      .reply(answer, tenant: tenant, conversation: conversation, at: time + 3600, replyType: "reply"),
    ]
    try await publish(events, to: fleet)
    let data = #"{"conversation_state_id": "\#(conversation)", "action_type": "\#(secret)", "predicted_confidence": 2}"#
    let fields = [
      "event_id", refused, "event_type", "agent.action", "tenant_id", tenant, "timestamp", EventLine.text(of: time),
      "data", data,
    ]
    _ = try await fleet.withRedis { try await $0.send(RawCommand(["XADD", actionStream, "*"] + fields)) }
    try await fleet.drain()
    try await publish(
      [.action(unread, tenant: tenant, conversation: conversation, at: time + 7200, confidence: 0.5)],
      to: fleet
    )
  }

  private static func publish(_ events: [EventLine], to fleet: TestFleet) async throws {
    let ending = try await fleet.reckoner("import", "-", input: try events.file)
    guard ending.exitCode == 0 else { throw SettlingFailure(description: "\(ending)") }
  }

  struct SettlingFailure: Error {
    let description: String
  }
}
