import Feedback
import Testing

struct LabelHintTests {
  private static let table: [(inline: [Int], dashboard: [Int], suggestion: LabelHint.Suggestion, isContested: Bool)] = [
    ([0, 0, 0], [0, 0, 0, 0, 0], .unclear, false),
    ([0, 0, 1], [0, 0, 0, 0, 0], .positive, false),
    ([1, 0, 0], [0, 0, 0, 0, 0], .negative, false),
    ([0, 1, 0], [0, 0, 0, 0, 0], .unclear, false),
    ([0, 0, 0], [0, 0, 0, 1, 0], .positive, false),
    ([0, 0, 0], [0, 1, 0, 0, 0], .negative, false),
    ([0, 0, 0], [0, 0, 1, 1, 0], .unclear, false),
    ([1, 0, 1], [0, 0, 0, 0, 0], .unclear, true),
    ([1, 0, 3], [0, 0, 0, 0, 0], .positive, true),
    ([1, 0, 2], [0, 0, 0, 0, 0], .unclear, true),
    ([0, 0, 1], [0, 0, 0, 0, 2], .positive, false),
    ([1, 0, 0], [1, 1, 0, 0, 0], .negative, false),
  ]

  @Test(arguments: table)
  func `the mean points one way from half of the scale on`(
    inline: [Int],
    dashboard: [Int],
    suggestion: LabelHint.Suggestion,
    isContested: Bool
  ) throws {
    let ratings = try Known.ratings(.inline, counts: inline) + Known.ratings(.dashboard, counts: dashboard)
    let hint = LabelHint(ratings)
    #expect(hint.suggestion == suggestion)
    #expect(hint.isContested == isContested)
    #expect(hint.positiveCount == inline[2] + dashboard[3] + dashboard[4])
    #expect(hint.neutralCount == inline[1] + dashboard[2])
    #expect(hint.negativeCount == inline[0] + dashboard[0] + dashboard[1])
    #expect((hint.mean == nil) == ratings.isEmpty)
  }
}
