import Attribution
import EventModel
import Resolution
import Testing

@Suite struct LabelTests {
  private func bounced() -> (Story, OutcomeID) {
    var story = Story()
    story.policy.attributionModel = .firstTouch
    story.act(1, at: 0, .emailEngagement)
    story.act(2, at: 1, .emailEngagement)
    story.reply(3, at: 2, .meetingDeclined)
    return (story, story.outcomeID(2, .emailEngagement))
  }

  @Test("a label beats the automatic decision and weighs 1")
  func label() throws {
    var (story, id) = bounced()
    #expect(try story.outcome(2).evidenceWeight == 0)
    story.label(10, at: 50, id, .set(.negative, score: nil))
    let outcome = try story.outcome(2)
    #expect(outcome.status == .negative && outcome.score == 0)
    #expect(outcome.signalSource == .humanLabel && outcome.signalEventID == nil)
    #expect(outcome.resolvedAt == Story.hour(50))
    #expect(outcome.evidenceWeight == 1)
    #expect(outcome.sample?.outcome == false && outcome.sample?.weight == 1)
  }

  @Test("a label's own score is kept")
  func score() throws {
    var (story, id) = bounced()
    story.label(10, at: 50, id, .set(.positive, score: 0.25))
    #expect(try story.outcome(2).score == 0.25)
    #expect(try story.outcome(2).sample?.outcome == true)
  }

  @Test("labels don't change conversions")
  func conversions() {
    var (story, id) = bounced()
    let before = story.conversions()
    story.label(10, at: 50, id, .set(.negative, score: nil))
    #expect(story.conversions() == before)
    #expect(before == [3: [1: 1_000_000, 2: 0]])
  }

  @Test("the latest act wins, the larger id among equal times")
  func latest() throws {
    var (story, id) = bounced()
    story.label(12, at: 50, id, .set(.negative, score: nil))
    story.label(11, at: 50, id, .set(.positive, score: nil))
    story.label(13, at: 40, id, .set(.positive, score: nil))
    #expect(try story.outcome(2).status == .negative)
  }

  @Test("a withdrawal returns to the automatic decision")
  func withdrawal() throws {
    var (story, id) = bounced()
    let before = try story.outcome(2)
    story.label(10, at: 50, id, .set(.negative, score: nil))
    story.label(11, at: 51, id, .withdrawn)
    #expect(try story.outcome(2) == before)
  }

  @Test("an outcome that expired under a label is expired when the label is withdrawn")
  func expiryUnderLabel() throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement)
    let id = story.outcomeID(1, .emailEngagement)
    story.label(10, at: 5, id, .set(.positive, score: nil))
    let labelled = try story.outcome(1, at: 100)
    #expect(labelled.status == .positive)
    story.label(11, at: 101, id, .withdrawn)
    let seen = labelled.expirySeen.map { [id: $0] } ?? [:]
    #expect(try story.outcome(1, at: nil, seen: seen).status == .expired)
  }

  @Test("a label resolves what is pending, ambiguous or expired", arguments: [nil, ReplyType.unclear])
  func unresolved(reply: ReplyType?) throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement)
    if let reply { story.reply(2, at: 1, reply) }
    story.label(10, at: 5, story.outcomeID(1, .emailEngagement), .set(.positive, score: nil))
    #expect(try story.outcome(1).status == .positive)
    #expect(try story.outcome(1, at: 1000).status == .positive)
  }
}
