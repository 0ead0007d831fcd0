import EventModel
import Testing

@testable import Rollups

@Suite struct ActionCountTests {
  private func action(rep: String? = "anna", channel: String? = "email", cost: Double? = nil) -> AgentAction {
    AgentAction(
      conversationID: ConversationID(GrowingHistory.uuid(2, 1)),
      actionType: ActionType("send_email"),
      predictedConfidence: 0.5,
      actionID: ActionID("a"),
      outcomeTypes: [.emailEngagement],
      repID: rep,
      channel: channel,
      cost: cost
    )
  }

  @Test("actions of one day, representative, type and channel are counted together")
  func keys() throws {
    let midnight = try #require(Timestamp(rfc3339: "2026-02-11T00:00:00Z"))
    let before = Timestamp(microseconds: midnight.microseconds - 1)
    var changes = RollupChanges()
    #expect(changes.isEmpty)
    for time in [midnight, midnight + .hours(23), before] { changes.count(action(), at: time) }
    changes.count(action(rep: nil), at: midnight)
    changes.count(action(channel: nil), at: midnight)
    // The same to Swift's ==, and not to PostgreSQL.
    changes.count(action(rep: "e\u{301}"), at: midnight)
    changes.count(action(rep: "é"), at: midnight)
    #expect(!changes.isEmpty && changes.actions.count == 6)
    let counts = Dictionary(grouping: changes.actions, by: \.key.day).mapValues { $0.map(\.value.actionCount).sorted() }
    #expect(counts == [20_495: [1, 1, 1, 1, 2], 20_494: [1]])
  }

  @Test("days before 1970 are days too")
  func early() {
    #expect(Timestamp(microseconds: -1).utcDay == -1)
    #expect(Timestamp(microseconds: -86_400_000_000).utcDay == -1)
    #expect(Timestamp(microseconds: -86_400_000_001).utcDay == -2)
    #expect(Timestamp(microseconds: 86_399_999_999).utcDay == 0)
  }

  @Test(
    "a cost counts within its bound, to the nearest millionth",
    arguments: [
      (nil, 0, 0), (0, 1, 0), (0.25, 1, 250_000), (-1.5, 1, -1_500_000), (0.000_000_4, 1, 0), (0.000_000_6, 1, 1),
      (1e6, 1, 1_000_000_000_000), (1_000_000.5, 0, 0), (-1e7, 0, 0), (1e300, 0, 0),
    ] as [(Double?, Int64, Int64)]
  )
  func costs(cost: Double?, count: Int64, micros: Int64) {
    var changes = RollupChanges()
    changes.count(action(cost: cost), at: Timestamp(microseconds: 0))
    #expect(
      changes.actions.map(\.value) == [ActionFigures(actionCount: 1, costCount: count, costMicros: micros)]
    )
  }
}
