import Foundation
import TestSupport
import Testing

struct PublishTests {
  private static let tenant = "6f1d3c3e-0000-4000-8000-0000000f0003"
  private static let conversation = "6f1d3c3e-0000-4000-8000-00000000c001"
  private static let data =
    #"{"conversation_state_id": "\#(conversation)", "action_type": "send_email", "predicted_confidence": 0.8}"#

  @Test func `an event is published from flags and from standard input`() async throws {
    try await TestFleet.run { fleet in
      let id = "6f1d3c3e-0000-4000-8000-00000000e001"
      let flags = try await fleet.reckoner(
        "publish",
        "--type",
        "agent.action",
        "--tenant",
        Self.tenant,
        "--data",
        Self.data,
        "--id",
        id,
        "--at",
        "2026-01-01T10:00:00+02:00"
      )
      #expect(flags.exitCode == 0, "\(flags)")
      let reply = EventLine.reply(
        "6f1d3c3e-0000-4000-8000-00000000e002",
        tenant: Self.tenant,
        conversation: Self.conversation,
        at: Date(timeIntervalSince1970: 1_767_254_400 + 1800),
        replyType: "reply"
      )
      // Over several lines, as an editor would write it.
      let input = try await fleet.reckoner("publish", "--json", input: try reply.json.replacing(",", with: ",\n  "))
      #expect(input.exitCode == 0, "\(input)")
      #expect(try input.json(as: [String: Int].self) == ["published": 1])
      try await fleet.drain()
      #expect(
        try await fleet.rows(
          "SELECT outcome_status, action_event_id, acted_at AT TIME ZONE 'UTC' FROM learning.outcome_records"
        ) == ["positive|\(id)|2026-01-01 08:00:00"]
      )
      try await fleet.verified()
    }
  }

  @Test func `an event that workers would refuse exits 65, is not published, and its payload is not printed`()
    async throws
  {
    let secret = "what-the-customer-said"
    try await TestFleet.run { fleet in
      let payloads = [
        #"{"conversation_state_id": "\#(Self.conversation)", "action_type": "\#(secret)", "predicted_confidence": 7}"#,
        #"{"conversation_state_id": "\#(secret)", "action_type": "send_email", "predicted_confidence": 0.5}"#,
        #"{"\#(secret)": "#, #""\#(secret)""#, "[1]",
      ]
      for payload in payloads {
        let ending = try await fleet.reckoner(
          "publish",
          "--type",
          "agent.action",
          "--tenant",
          Self.tenant,
          "--data",
          payload
        )
        #expect(ending.exitCode == 65, "\(ending)")
        #expect(ending.standardOutput.isEmpty)
        #expect(!ending.description.contains(secret), "\(ending)")
      }
      for input in ["", "\(secret)", "{\"event_type\": \"\(secret)\"}"] {
        let ending = try await fleet.reckoner("publish", input: input)
        #expect(ending.exitCode == 65, "\(ending)")
        #expect(!ending.description.contains(secret), "\(ending)")
      }
      #expect(try await fleet.streams().isEmpty)
    }
  }
}
