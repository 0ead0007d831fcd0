import EventModel
import Resolution
import Testing

/// Section 2 for `deal_progression`.
@Suite struct DealStageTests {
  @Test("each stage advanced scores a fifth, at most 1")
  func advance() throws {
    let names = StageOrder.default.names.map(\.text)
    for (stages, score) in [(1, 0.2), (2, 0.4), (3, 0.6), (4, 0.8), (5, 1.0)] {
      var story = Story()
      story.act(1, at: 0, .dealProgression)
      story.stage(2, at: 720, names[stages])
      let outcome = try story.outcome(1)
      #expect(outcome.status == .positive)
      #expect(outcome.score == score)
    }
    var story = Story()
    story.policy.stageOrder = try #require(StageOrder(names: (0...7).map { StageName("\($0)") }))
    story.act(1, at: 0, .dealProgression)
    story.stage(2, at: 1, "7")
    #expect(try story.outcome(1).score == 1)
  }

  @Test("the starting stage is the action's own, else the latest at or before it, else the first")
  func startingStage() throws {
    var story = Story()
    story.act(1, at: 5, .dealProgression)
    story.stage(9, at: 6, "negotiation")
    #expect(try story.outcome(1).score == 0.8)
    story.stage(2, at: 4, "discovery")
    #expect(try story.outcome(1).score == 0.6)
    story.stage(3, at: 5, "qualification")
    #expect(try story.outcome(1).score == 0.4)
    story.stage(4, at: 5, "closed_lost")
    story.stage(5, at: 5, "forgotten")
    #expect(try story.outcome(1).status == .negative)
    var own = Story()
    own.act(1, at: 5, .dealProgression, stage: "evaluation")
    own.stage(2, at: 4, "prospecting")
    own.stage(3, at: 6, "negotiation")
    #expect(try own.outcome(1).score == 0.2)
    var outside = Story()
    outside.act(1, at: 5, .dealProgression, stage: "stalled")
    outside.stage(2, at: 4, "discovery")
    outside.stage(3, at: 6, "qualification")
    #expect(try outside.outcome(1).score == 0.2)
  }

  @Test("the same stage, a lower one and an unknown one decide nothing")
  func indecisive() throws {
    var story = Story()
    story.act(1, at: 0, .dealProgression, stage: "evaluation")
    story.stage(2, at: 1, "evaluation")
    story.stage(3, at: 2, "discovery")
    story.stage(4, at: 3, "forgotten")
    #expect(try story.outcome(1).status == .pending)
    story.stage(5, at: 4, "closed_lost")
    #expect(try story.outcome(1).signalEventID == Story.id(5))
    #expect(try story.outcome(1).score == 0)
  }

  @Test("stalled decides only where no advance and no loss is in the window", arguments: ["discovery", "closed_lost"])
  func stalled(later: String) throws {
    var story = Story()
    story.act(1, at: 0, .dealProgression)
    story.stage(2, at: 1, "stalled")
    story.stage(3, at: 2, "stalled")
    #expect(try story.outcome(1).status == .negative)
    #expect(try story.outcome(1).signalEventID == Story.id(2))
    story.stage(4, at: 721, later)
    #expect(try story.outcome(1).signalEventID == Story.id(2))
    story.stage(5, at: 720, later)
    #expect(try story.outcome(1).signalEventID == Story.id(5))
    #expect(try story.outcome(1).resolvedAt == Story.hour(720))
  }

  @Test("an action on a won deal is no sample, whatever becomes of it")
  func won() throws {
    var story = Story()
    story.act(1, at: 0, .dealProgression, stage: "closed_won")
    #expect(try story.outcome(1, at: 1000).status == .expired)
    #expect(try story.outcome(1, at: 1000).sample == nil)
    var labelled = story
    labelled.label(9, at: 3, story.outcomeID(1, .dealProgression), .set(.positive, score: nil))
    #expect(try labelled.outcome(1).status == .positive)
    #expect(try labelled.outcome(1).sample == nil)
    story.stage(2, at: 1, "closed_lost")
    #expect(try story.outcome(1).status == .negative)
    #expect(try story.outcome(1).sample == nil)
    var secondary = Story()
    secondary.act(1, at: 0, .emailEngagement, .dealProgression, stage: "closed_won")
    secondary.reply(2, at: 1, .reply)
    #expect(try secondary.outcome(1, .emailEngagement).sample != nil)
  }

  @Test("only the primary outcome is a sample")
  func primary() throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement, .dealProgression)
    story.stage(2, at: 1, "discovery")
    #expect(try story.outcome(1, .dealProgression).status == .positive)
    #expect(try story.outcome(1, .dealProgression).sample == nil)
  }

  @Test("an order is 2 to 50 distinct names inside of which no deal is lost or stalled")
  func order() throws {
    func order(_ names: String...) -> StageOrder? { StageOrder(names: names.map { StageName($0) }) }
    #expect(order("a") == nil && order("a", "a") == nil && order("a", "") == nil)
    #expect(order("a", "stalled") == nil && order("closed_lost", "a") == nil)
    #expect(StageOrder(names: (0..<50).map { StageName("\($0)") }) != nil)
    #expect(StageOrder(names: (0..<51).map { StageName("\($0)") }) == nil)
    // One letter in two forms: PostgreSQL keeps them apart, and so do we.
    #expect(order("\u{e9}", "e\u{301}")?.index(of: StageName("e\u{301}")) == 1)
    #expect(StageOrder.default.index(of: StageName("closed_won")) == StageOrder.default.winIndex)
    #expect(!StageOrder.default.contains(.stalled))
  }
}
