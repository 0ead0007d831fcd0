import EventModel
import Feedback
import Testing

struct FeedbackRatingTests {
  @Test func `each source has its own scale, and both map to one`() {
    let inline = (-3...7).compactMap { FeedbackRating($0, source: .inline) }
    #expect(inline.map(\.value) == [-1, 0, 1])
    #expect(inline.map(\.normalized) == [-1, 0, 1])
    let dashboard = (-3...7).compactMap { FeedbackRating($0, source: .dashboard) }
    #expect(dashboard.map(\.value) == [1, 2, 3, 4, 5])
    #expect(dashboard.map(\.normalized) == [-1, -0.5, 0, 0.5, 1])
  }

  @Test func `a one of one source isn't a one of the other`() {
    #expect(FeedbackRating(1, source: .inline) != FeedbackRating(1, source: .dashboard))
  }

  @Test func `a conversation is one target however its UUID is spelled, and other ids stay as they are`() {
    let upper = "6F1D3C3E-00AB-4000-8000-00000000000C"
    #expect(FeedbackTarget(.conversation, id: upper) == FeedbackTarget(.conversation, id: upper.lowercased()))
    #expect(FeedbackTarget(.message, id: upper) != FeedbackTarget(.message, id: upper.lowercased()))
    #expect(FeedbackTarget(.message, id: "m").id == FeedbackTargetID("m"))
    #expect(FeedbackTarget(.message, id: "m") != FeedbackTarget(.decision, id: "m"))
    // Equal to Swift's eye, two texts to PostgreSQL's.
    #expect(FeedbackTarget(.message, id: "\u{E9}") != FeedbackTarget(.message, id: "e\u{301}"))
  }
}
