import Attribution
import EventModel
import Resolution
import Testing

/// Section 3, rule by rule.
@Suite struct ConversionTests {
  @Test("every step, win and loss converts, also when earlier steps decided the outcomes")
  func steps() {
    var story = Story()
    story.act(1, at: 0, .dealProgression)
    story.stage(2, at: 1, "discovery")
    story.stage(3, at: 2, "discovery")
    story.stage(4, at: 3, "prospecting")
    story.stage(5, at: 4, "discovery")
    story.stage(6, at: 5, "closed_won")
    story.stage(7, at: 6, "closed_lost")
    story.stage(8, at: 7, "closed_lost")
    story.stage(9, at: 8, "stalled")
    story.stage(10, at: 9, "closed_lost")
    #expect(story.conversions().keys.sorted() == [2, 5, 6, 7, 9, 10])
  }

  @Test("forward is counted from the latest earlier stage, else from_stage, else the first")
  func forward() {
    var story = Story()
    story.act(1, at: 0, .emailEngagement)
    story.stage(2, at: 1, "prospecting")
    #expect(story.conversions() == [:])
    story = Story()
    story.act(1, at: 0, .emailEngagement)
    story.stage(2, at: 1, "discovery", from: "discovery")
    #expect(story.conversions() == [:])
    story.stage(3, at: 2, "qualification", from: "negotiation")
    #expect(story.conversions() == [3: [1: 1_000_000]])
    story = Story()
    story.act(1, at: 0, .emailEngagement)
    story.stage(2, at: 1, "discovery", from: "stalled")
    #expect(story.conversions() == [2: [1: 1_000_000]])
  }

  @Test("a stage change that decides an outcome converts though the deal had been further")
  func decides() throws {
    var story = Story()
    story.stage(2, at: -1, "negotiation")
    story.act(1, at: 0, .dealProgression, stage: "prospecting")
    story.stage(3, at: 1, "discovery")
    #expect(story.conversions() == [3: [1: 1_000_000]])
  }

  @Test("touches of a stage change are the actions of any type within the deal window")
  func stageTouches() {
    var story = Story()
    story.act(1, at: -1, .dealProgression)
    story.act(2, at: 0, .emailEngagement)
    story.act(3, at: 720, .meetingOutcome)
    story.act(4, at: 721, .dealProgression)
    story.stage(5, at: 720, "discovery")
    #expect(story.conversions() == [5: [2: 500_000, 3: 500_000]])
  }

  @Test("touches of a reply are the concerned actions that it could have decided")
  func replyTouches() throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement, .meetingOutcome)
    story.act(2, at: 1, .emailEngagement)
    story.act(3, at: 30, .emailEngagement)
    story.act(4, at: 30, .escalationResult)
    story.reply(5, at: 2, .reply)
    story.reply(6, at: 31, .meetingAttended)
    // Action 1's email was decided at 2 and its meeting at 31; action 2's email window was over by then.
    #expect(story.conversions() == [5: [1: 500_000, 2: 500_000], 6: [1: 500_000, 3: 500_000]])
  }

  @Test("a reply that decides nothing converts nothing")
  func indecisive() {
    var story = Story()
    story.act(1, at: 0, .emailEngagement)
    story.reply(2, at: 1, .reply)
    story.reply(3, at: 2, .reply)
    #expect(story.conversions() == [2: [1: 1_000_000]])
  }

  @Test("no touches, no conversion")
  func noTouches() {
    var story = Story()
    story.stage(2, at: 1, "closed_won")
    story.reply(3, at: 1, .reply)
    #expect(story.state().outcomes == [])
    #expect(story.state().conversions == [])
  }

  @Test("evidence weighs credit against an even share")
  func evidence() throws {
    var story = Story()
    story.policy.attributionModel = .positionBased
    for number in 1...4 { story.act(number, at: Int64(number), .emailEngagement) }
    story.reply(5, at: 5, .reply)
    #expect(try (1...4).map { try story.outcome($0).evidenceWeight } == [1.6, 0.4, 0.4, 1.6])
    #expect(try (1...4).map { try story.outcome($0).sample?.weight } == [1.6, 0.4, 0.4, 1.6])
    story.policy.attributionModel = .lastTouch
    #expect(try (1...4).map { try story.outcome($0).evidenceWeight } == [0, 0, 0, 4])
  }

  @Test("the milestone touch is the last at or before the first stage change that reaches the milestone")
  func milestone() {
    var story = Story()
    story.policy.attributionModel = .wShaped
    for number in 1...5 { story.act(number, at: Int64(number * 2), .emailEngagement) }
    story.stage(10, at: 1, "negotiation")
    story.stage(11, at: 3, "discovery")
    story.stage(12, at: 6, "evaluation")
    story.stage(13, at: 9, "negotiation")
    story.stage(14, at: 20, "closed_won")
    #expect(story.conversions()[14] == [1: 300_000, 2: 50_000, 3: 300_000, 4: 50_000, 5: 300_000])
    story.policy.milestoneStage = StageName("negotiation")
    #expect(story.conversions()[14] == [1: 300_000, 2: 50_000, 3: 50_000, 4: 300_000, 5: 300_000])
    story.policy.milestoneStage = StageName("forgotten")
    #expect(story.conversions()[14] == [1: 400_000, 2: 66_667, 3: 66_667, 4: 66_666, 5: 400_000])
  }
}
