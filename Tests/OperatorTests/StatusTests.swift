import Foundation
import TestSupport
import Testing

struct StatusTests {
  private struct Status: Decodable {
    struct Stream: Decodable {
      let key: String
      let groupExists: Bool
      let length: Int
      let unread: Int?
      let pending: Int
      let deadLetters: Int
    }

    struct Events: Decodable {
      let eventType: String
      let count: Int
    }

    struct Outcomes: Decodable {
      let outcomeType: String
      let status: String
      let count: Int
      let overdue: Int
    }

    struct Calibration: Decodable {
      let actionType: String
      let sampleCount: Int
      let unmaturedCount: Int
      let meanConfidence: Double?
      let baseRate: Double?
      let brierScore: Double?
    }

    let streams: [Stream]
    let dueConversations: Int?
    let outboxDepth: Int?
    let overdueOutcomes: Int?
    let events: [Events]
    let outcomes: [Outcomes]
    let calibration: [Calibration]
  }

  @Test func `status tells exactly what a small history came to`() async throws {
    try await TestFleet.run { fleet in
      try await KnownHistory.settle(in: fleet)
      let ending = try await fleet.reckoner("status", "--json")
      #expect(ending.exitCode == 0, "\(ending)")
      let status = try ending.json(as: Status.self)
      let actions = try #require(status.streams.first { $0.key == KnownHistory.actionStream })
      #expect(actions.groupExists)
      #expect(actions.length == 4)
      #expect(actions.unread == 1)
      #expect(actions.pending == 0)
      #expect(actions.deadLetters == 1)
      // Workers also hold the shared streams open, which are empty.
      let own = status.streams.filter { $0.key.hasPrefix("t:\(KnownHistory.tenant):events:") }
      #expect(own.count == 3, "actions, replies and samples: \(own)")
      #expect(status.streams.allSatisfy { $0.length == 0 || $0.key.hasPrefix("t:") })
      #expect(status.dueConversations == 0 && status.outboxDepth == 0 && status.overdueOutcomes == 0)
      #expect(status.events.map { "\($0.eventType) \($0.count)" } == ["agent.action 2", "customer.reply 1"])
      #expect(
        Set(status.outcomes.map { "\($0.outcomeType) \($0.status) \($0.count) \($0.overdue)" }) == [
          "email_engagement positive 1 0", "email_engagement expired 1 0",
        ]
      )
      let calibration = try #require(status.calibration.first)
      #expect(status.calibration.count == 1)
      #expect(calibration.actionType == "send_email")
      #expect(calibration.sampleCount == 2 && calibration.unmaturedCount == 0)
      #expect(abs((calibration.meanConfidence ?? 0) - 0.6) < 1e-9)
      #expect(calibration.baseRate == 0.5)
      #expect(abs((calibration.brierScore ?? 0) - (0.15 * 0.15 + 0.35 * 0.35) / 2) < 1e-9)

      let text = try await fleet.reckoner("status", "--tenant", KnownHistory.tenant)
      #expect(text.exitCode == 0, "\(text)")
      #expect(text.standardOutput.contains(KnownHistory.actionStream), "\(text)")
    }
  }

  @Test func `status of an untouched fleet is empty and exits 0`() async throws {
    try await TestFleet.run { fleet in
      let ending = try await fleet.reckoner("status", "--json")
      #expect(ending.exitCode == 0, "\(ending)")
      let status = try ending.json(as: Status.self)
      #expect(status.streams.isEmpty && status.events.isEmpty && status.outcomes.isEmpty && status.calibration.isEmpty)
      #expect(status.dueConversations == 0)
    }
  }
}
