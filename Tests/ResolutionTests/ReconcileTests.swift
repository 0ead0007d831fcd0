import Attribution
import EventModel
import Resolution
import Testing

@Suite struct ReconcileTests {
  @Test("new rows begin at revision 1, and a pending outcome announces nothing")
  func insert() throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement, .meetingOutcome)
    var store = RowStore()
    let changes = try store.settle(story.history, policy: story.policy, now: nil)
    #expect(changes.insertedOutcomes.map(\.revision) == [1, 1])
    #expect(changes.insertedOutcomes.map(\.sampleState) == [.none, .none])
    #expect(changes.samples == [])
    #expect(try store.settle(story.history, policy: story.policy, now: nil).isEmpty)
  }

  @Test("a resolved primary outcome announces its sample in full")
  func sample() throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement, .meetingOutcome, confidence: 0.7, version: 3)
    story.reply(2, at: 1, .meetingAttended)
    var store = RowStore()
    let changes = try store.settle(story.history, policy: story.policy, now: nil)
    #expect(
      changes.samples == [
        CalibrationUpdate(
          outcomeID: story.outcomeID(1, .emailEngagement),
          revision: 1,
          state: .present,
          actionType: ActionType("send_email"),
          predictedConfidence: 0.7,
          outcome: true,
          weight: 1,
          outcomeType: .emailEngagement,
          status: .positive,
          actedAt: Story.hour(0),
          resolvedAt: Story.hour(1),
          windowExpiresAt: Story.hour(24),
          calibrationVersion: 3
        )
      ]
    )
    #expect(changes.insertedConversions.map(\.signalEventID) == [Story.id(2)])
  }

  @Test("a sample that is gone is retracted, and stays announced as retracted at each revision")
  func retraction() throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement)
    var store = RowStore()
    try store.settle(story.history, policy: story.policy, now: Story.hour(25))
    story.policy.expiredCounts[.emailEngagement] = false
    let retracted = try store.settle(story.history, policy: story.policy, now: nil).samples
    #expect(retracted.map(\.state) == [.retracted])
    #expect(retracted.map(\.revision) == [2])
    #expect(retracted.map(\.outcome) == [nil] && retracted.map(\.weight) == [nil])
    #expect(retracted.map(\.status) == [.expired])
    story.reply(2, at: 1, .unclear)
    let ambiguous = try store.settle(story.history, policy: story.policy, now: nil).samples
    #expect(ambiguous.map(\.state) == [.retracted] && ambiguous.map(\.revision) == [3])
    story.label(3, at: 30, story.outcomeID(1, .emailEngagement), .set(.positive, score: nil))
    let labelled = try store.settle(story.history, policy: story.policy, now: nil).samples
    #expect(labelled.map(\.state) == [.present] && labelled.map(\.revision) == [4])
  }

  @Test("a later sight of the same expiry is written without a new revision")
  func expirySeen() throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement)
    var store = RowStore()
    try store.settle(story.history, policy: story.policy, now: Story.hour(25))
    let changes = try store.settle(story.history, policy: story.policy, now: Story.hour(26))
    #expect(changes.updatedOutcomes.map(\.revision) == [1])
    #expect(changes.updatedOutcomes.map(\.isRevised) == [false])
    #expect(changes.updatedOutcomes.map(\.outcome.expirySeen) == [Story.hour(26)])
    #expect(changes.samples == [])
    #expect(try store.settle(story.history, policy: story.policy, now: Story.hour(25)).isEmpty)
  }

  @Test("the same label again moves the time without a new revision")
  func equalLabel() throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement)
    story.label(2, at: 5, story.outcomeID(1, .emailEngagement), .set(.positive, score: nil))
    var store = RowStore()
    try store.settle(story.history, policy: story.policy, now: nil)
    story.label(3, at: 6, story.outcomeID(1, .emailEngagement), .set(.positive, score: 1))
    let changes = try store.settle(story.history, policy: story.policy, now: nil)
    #expect(changes.updatedOutcomes.map(\.isRevised) == [false])
    #expect(changes.updatedOutcomes.map(\.outcome.resolvedAt) == [Story.hour(6)])
    #expect(changes.samples == [])
  }

  @Test("a longer window raises the revision though nothing else changed")
  func window() throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement)
    var store = RowStore()
    try store.settle(story.history, policy: story.policy, now: nil)
    story.policy.windows[.emailEngagement] = .hours(48)
    #expect(try store.settle(story.history, policy: story.policy, now: nil).updatedOutcomes.map(\.revision) == [2])
  }

  @Test("another model updates conversions and the weights that follow from them")
  func model() throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement)
    story.act(2, at: 1, .emailEngagement)
    story.reply(3, at: 2, .reply)
    var store = RowStore()
    try store.settle(story.history, policy: story.policy, now: nil)
    story.policy.attributionModel = .firstTouch
    let changes = try store.settle(story.history, policy: story.policy, now: nil)
    #expect(changes.updatedConversions.map(\.model) == [.firstTouch])
    #expect(changes.updatedOutcomes.map(\.outcome.evidenceWeight) == [2, 0])
    #expect(changes.samples.map(\.weight) == [2, 0])
  }

  @Test("a signal that lost its outcome to an earlier one is a conversion no more")
  func deletedConversion() throws {
    var story = Story()
    story.act(1, at: 0, .emailEngagement)
    story.reply(3, at: 2, .reply)
    var store = RowStore()
    try store.settle(story.history, policy: story.policy, now: nil)
    story.reply(2, at: 1, .bounce)
    let changes = try store.settle(story.history, policy: story.policy, now: nil)
    #expect(changes.deletedConversions == [Story.id(3)])
    #expect(changes.insertedConversions.map(\.signalEventID) == [Story.id(2)])
    #expect(changes.samples.map(\.outcome) == [false])
  }
}
