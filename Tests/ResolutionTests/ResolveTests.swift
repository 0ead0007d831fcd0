import EventModel
import Resolution
import Testing

/// Section 2, rule by rule, for outcomes that replies and people decide.
@Suite struct ResolveTests {
  @Test("an outcome is named by tenant, action and type")
  func identity() throws {
    var story = Story()
    story.act(1, at: 0, .meetingOutcome, .emailEngagement)
    let outcomes = story.state().outcomes
    #expect(outcomes.map(\.id) == [story.outcomeID(1, .meetingOutcome), story.outcomeID(1, .emailEngagement)])
    #expect(outcomes.map(\.isPrimary) == [true, false])
    #expect(outcomes.map(\.windowExpiresAt) == [Story.hour(168), Story.hour(24)])
  }

  @Test("a pending outcome says nothing but its window")
  func pending() throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement)
    let outcome = try story.outcome(1, at: 24)
    #expect(outcome.status == .pending)
    #expect(outcome.signalSource == nil && outcome.signalEventID == nil && outcome.resolvedAt == nil)
    #expect(outcome.score == nil && outcome.sample == nil && outcome.expirySeen == nil)
    #expect(outcome.evidenceWeight == 1)
  }

  @Test("windows include both edges and nothing beyond")
  func edges() throws {
    let microsecond = TimeInterval(microseconds: 1)
    for (time, status) in [
      (Story.hour(0) - microsecond, OutcomeStatus.pending), (Story.hour(0), .positive), (Story.hour(24), .positive),
      (Story.hour(24) + microsecond, .pending),
    ] {
      var story = Story()
      story.act(1, at: 0, .emailEngagement)
      story.reply(2, at: time, .reply)
      #expect(try story.outcome(1).status == status)
    }
  }

  @Test("the first decisive signal decides, the smaller id among equal times")
  func first() throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement)
    story.reply(5, at: 2, .bounce)
    story.reply(4, at: 2, .reply)
    story.reply(6, at: 1, .autoReply)
    story.reply(3, at: 3, .unsubscribe)
    let outcome = try story.outcome(1)
    #expect(outcome.status == .positive)
    #expect(outcome.score == 1)
    #expect(outcome.signalEventID == Story.id(4))
    #expect(outcome.signalSource == .automatic)
    #expect(outcome.resolvedAt == Story.hour(2))
  }

  @Test("an ambiguous outcome waits for a person, whatever comes later")
  func ambiguous() throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement)
    story.reply(2, at: 1, .unclear)
    story.reply(3, at: 2, .reply)
    let outcome = try story.outcome(1, at: 1000)
    #expect(outcome.status == .ambiguous)
    #expect(outcome.score == nil && outcome.sample == nil)
    #expect(outcome.signalEventID == Story.id(2) && outcome.resolvedAt == Story.hour(1))
    #expect(story.conversions() == [:])
  }

  @Test("an outcome expires just after its window, as of its end")
  func expired() throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement, confidence: 0.6, version: 4)
    let outcome = try story.outcome(1, at: 25)
    #expect(outcome.status == .expired)
    #expect(outcome.signalSource == .automatic && outcome.signalEventID == nil && outcome.score == nil)
    #expect(outcome.resolvedAt == Story.hour(24))
    #expect(outcome.expirySeen == Story.hour(25))
    let sample = try #require(outcome.sample)
    #expect(sample.outcome == false && sample.weight == 1)
    #expect(sample.predictedConfidence == 0.6 && sample.calibrationVersion == 4)
    story.policy.expiredCounts[.emailEngagement] = false
    #expect(try story.outcome(1, at: 25).sample == nil)
  }

  @Test("what has expired is pending again only where its window got longer")
  func expirySeen() throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement)
    let seen = [story.outcomeID(1, .emailEngagement): Story.hour(25)]
    #expect(try story.outcome(1, at: nil, seen: seen).status == .expired)
    #expect(try story.outcome(1, at: 3, seen: seen).expirySeen == Story.hour(25))
    #expect(try story.outcome(1, at: 30, seen: seen).expirySeen == Story.hour(30))
    story.policy.windows[.emailEngagement] = .hours(25)
    #expect(try story.outcome(1, at: nil, seen: seen).status == .pending)
    #expect(try story.outcome(1, at: nil, seen: seen).expirySeen == Story.hour(25))
  }

  @Test("a signal that arrives after expiry still decides, and what was seen is kept")
  func lateArrival() throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement)
    story.reply(2, at: 24, .reply)
    let seen = [story.outcomeID(1, .emailEngagement): Story.hour(90)]
    let outcome = try story.outcome(1, at: 100, seen: seen)
    #expect(outcome.status == .positive)
    #expect(outcome.expirySeen == Story.hour(90))
  }

  @Test("a reply to an action concerns all actions of that name, and no other")
  func inReplyTo() throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement, named: "offer")
    story.act(2, at: 1, .emailEngagement, named: "offer")
    story.act(3, at: 2, .emailEngagement)
    story.reply(4, at: 3, .bounce, to: "offer")
    story.reply(5, at: 4, .reply)
    #expect(try story.outcome(1).status == .negative)
    #expect(try story.outcome(2).status == .negative)
    #expect(try story.outcome(3).status == .positive)
    #expect(story.conversions() == [4: [1: 500_000, 2: 500_000], 5: [1: 333_334, 2: 333_333, 3: 333_333]])
  }

  @Test(
    "a bounce without a name concerns only the latest email at or before it",
    arguments: [ReplyType.bounce, .unsubscribe]
  )
  func bounce(type: ReplyType) throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement)
    story.act(3, at: 2, .emailEngagement)
    story.act(2, at: 2, .emailEngagement)
    story.act(4, at: 2, .meetingOutcome)
    story.act(5, at: 3, .emailEngagement)
    story.reply(6, at: 2, type)
    #expect(try story.outcome(1).status == .pending)
    #expect(try story.outcome(2).status == .pending)
    #expect(try story.outcome(3).status == .negative)
    #expect(try story.outcome(5).status == .pending)
    #expect(story.conversions() == [6: [3: 1_000_000]])
  }

  @Test("a bounce after the latest email's window decides nothing")
  func lateBounce() throws {
    var story = Story()
    story.policy.windows[.emailEngagement] = .hours(1)
    story.act(1, at: 0, .emailEngagement)
    story.reply(2, at: 2, .bounce)
    #expect(try story.outcome(1).status == .pending)
    #expect(story.conversions() == [:])
  }
}
