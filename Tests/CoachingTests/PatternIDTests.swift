import Coaching
import EventModel
import Testing

struct PatternIDTests {
  /// Made with Python's uuid.uuid5.
  @Test func `an id is what another language's library computes, for ever`() {
    #expect(PatternID(.rep(RepID("anna")), isBetter: true).description == "2cb9f6e2-ddaf-51af-b868-67295791cab2")
    #expect(PatternID(.weekday(.tuesday), isBetter: false).description == "cbd0d15a-0bcb-5b2b-a9b2-57ffc1177cc0")
  }

  @Test func `attribute, value and direction each make another pattern`() {
    let values: [AttributeValue] = [
      .rep(RepID("anna")), .persona(PersonaName("anna")), .rep(RepID("Anna")), .rep(RepID("success/anna")),
      .sequencePosition(.second), .weekday(.tuesday), .timeSinceLastTouch(.oneToFourHours),
    ]
    let ids = values.flatMap { value in [true, false].map { PatternID(value, isBetter: $0) } }
    #expect(Set(ids).count == ids.count)
  }

  @Test func `a pattern keeps its id when its numbers change`() throws {
    let world = SampleWorld(conversationCount: 1000) { $0.rep == "anna" ? 0.45 : 0.25 }
    let ids = try ([1, 2] as [UInt64]).map { seed in
      try #require(world.report(seed: seed).patterns.first { $0.evidence.value == .rep(RepID("anna")) }).id
    }
    #expect(ids == [PatternID](repeating: PatternID(.rep(RepID("anna")), isBetter: true), count: 2))
  }
}
