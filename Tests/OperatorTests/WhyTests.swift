import Foundation
import TestSupport
import Testing

struct WhyTests {
  private struct Answer: Decodable {
    struct Story: Decodable {
      let eventId: String
      let eventType: String
      let outcomeId: String?
      let conversations: [Conversation]
    }

    struct Conversation: Decodable {
      let conversationStateId: String
      let isDue: Bool
      let isSettled: Bool
      let timeline: [Entry]
      let conversions: [Conversion]
    }

    struct Entry: Decodable {
      let eventId: String
      let kind: String
      let outcomes: [Outcome]?
    }

    struct Outcome: Decodable {
      let outcomeId: String
      let status: String?
      let signalEventId: String?
      let ledger: Ledger?
      let ledgerIsCurrent: Bool?
    }

    struct Ledger: Decodable {
      let binIndex: Int
      let outcome: Int?
    }

    struct Conversion: Decodable {
      struct Credit: Decodable {
        let actionEventId: String
        let creditMicros: Int
      }

      let signalEventId: String
      let credits: [Credit]
    }

    struct Trace: Decodable {
      let place: String
      let reason: String?
      let isRead: Bool?
    }

    let found: Bool
    let stories: [Story]
    let traces: [Trace]
  }

  private static func why(_ id: String, _ fleet: TestFleet, exitCode: Int32 = 0) async throws -> Answer {
    let ending = try await fleet.reckoner("why", id, "--json")
    #expect(ending.exitCode == exitCode, "\(ending)")
    let text = try await fleet.reckoner("why", id, "--tenant", KnownHistory.tenant)
    #expect(text.exitCode == exitCode, "\(text)")
    #expect(text.standardOutput.contains(id), "\(text)")
    for said in [ending, text] { #expect(!said.description.contains(KnownHistory.secret), "\(said)") }
    let answer = try ending.json(as: Answer.self)
    #expect(answer.found == (exitCode == 0))
    return answer
  }

  @Test func `why tells the story of an event, of an outcome and of what was refused or is unknown`() async throws {
    try await TestFleet.run { fleet in
      try await KnownHistory.settle(in: fleet)
      let outcomeID = try await fleet.server.execute(
        "SELECT outcome_id FROM learning.outcome_records WHERE action_event_id = '\(KnownHistory.answered)'",
        database: fleet.database
      )
      for id in [KnownHistory.answered, outcomeID] {
        let story = try #require(try await Self.why(id, fleet).stories.first)
        #expect(story.eventId == KnownHistory.answered)
        #expect(story.outcomeId == (id == outcomeID ? outcomeID : nil))
        let conversation = try #require(story.conversations.first)
        #expect(conversation.conversationStateId == KnownHistory.conversation)
        #expect(!conversation.isDue && conversation.isSettled)
        #expect(conversation.timeline.map(\.eventId) == [KnownHistory.answered, KnownHistory.answer])
        #expect(conversation.timeline.map(\.kind) == ["agent.action", "customer.reply"])
        let outcome = try #require(conversation.timeline[0].outcomes?.first)
        #expect(outcome.outcomeId == outcomeID)
        #expect(outcome.status == "positive")
        #expect(outcome.signalEventId == KnownHistory.answer)
        #expect(outcome.ledgerIsCurrent == true)
        #expect(outcome.ledger?.binIndex == 8 && outcome.ledger?.outcome == 1)
        #expect(conversation.conversions.map(\.signalEventId) == [KnownHistory.answer])
        #expect(conversation.conversions.flatMap(\.credits).map(\.creditMicros) == [1_000_000])
      }
      let reply = try #require(try await Self.why(KnownHistory.answer, fleet).stories.first)
      #expect(reply.eventType == "customer.reply")
      let ignored = try await Self.why(KnownHistory.ignored, fleet).stories.first?.conversations.first?.timeline.first
      #expect(ignored?.outcomes?.first?.status == "expired")

      let refused = try await Self.why(KnownHistory.refused, fleet)
      #expect(refused.stories.isEmpty)
      #expect(refused.traces.first { $0.place == "dead_letter" }?.reason == "invalid_field")
      let unread = try await Self.why(KnownHistory.unread, fleet)
      #expect(unread.traces.map(\.place) == ["stream"] && unread.traces.first?.isRead == false)
      let unknown = try await Self.why(KnownHistory.unknown, fleet, exitCode: 1)
      #expect(unknown.stories.isEmpty && unknown.traces.isEmpty)
      let otherTenant = try await fleet.reckoner(
        "why",
        KnownHistory.answered,
        "--tenant",
        "6f1d3c3e-0000-4000-8000-0000000f9999"
      )
      #expect(otherTenant.exitCode == 1, "\(otherTenant)")
    }
  }
}
