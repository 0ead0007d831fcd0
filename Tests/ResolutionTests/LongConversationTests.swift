import EventModel
import Resolution
import Testing

@Suite struct LongConversationTests {
  @Test("in a conversation of 10,000 events each action finds its own reply and shares it with its window")
  func emails() throws {
    let count = 5000
    var story = Story()
    for index in 0..<count {
      story.act(index + 1, at: Int64(index) * 6, .emailEngagement)
      story.reply(count + index + 1, at: Int64(index) * 6 + 1, .reply)
    }
    let state = story.state(at: 1_000_000)
    #expect(state.outcomes.count == count && state.conversions.count == count)
    for (index, outcome) in state.outcomes.enumerated() {
      try #require(outcome.signalEventID == Story.id(count + index + 1))
    }
    // A reply lies in the 24 hours of the actions 1, 7, 13 and 19 hours before it.
    for (index, conversion) in state.conversions.enumerated() {
      try #require(conversion.touches.map { Story.number($0.actionEventID) } == Array(max(1, index - 2)...(index + 1)))
    }
  }
}
