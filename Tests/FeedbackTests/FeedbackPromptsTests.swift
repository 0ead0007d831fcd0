import EventModel
import Feedback
import TestSupport
import Testing

struct FeedbackPromptsTests {
  private static func candidate(
    _ number: Int,
    _ kind: PromptCandidate.Kind = .stageChange,
    hoursAgo: Int64 = 1
  ) -> PromptCandidate {
    PromptCandidate(
      target: target(number),
      conversationID: Known.conversation,
      kind: kind,
      happenedAt: Known.noon - .hours(hoursAgo)
    )
  }

  private static func target(_ number: Int) -> FeedbackTarget {
    FeedbackTarget(.decision, id: "action \(number)")
  }

  private static func reviewer(
    answered: [Int] = [],
    askedToday: [Int] = [],
    fatigue: ReviewerFatigue? = nil
  ) -> PromptedReviewer {
    PromptedReviewer(answered: Set(answered.map(target)), askedToday: Set(askedToday.map(target)), fatigue: fatigue)
  }

  private static func prompts(
    _ candidates: [PromptCandidate],
    _ reviewer: PromptedReviewer = reviewer()
  ) -> FeedbackPrompts {
    FeedbackPrompts(candidates, for: reviewer, now: Known.noon)
  }

  /// A reviewer with so many reasons to be flagged.
  private static func fatigue(reasonCount: Int) throws -> ReviewerFatigue {
    let fives = RatingCounts(try Known.ratings(.dashboard, counts: [0, 0, 0, 0, 20]))
    let fatigue = ReviewerFatigue(
      before: ReviewerActivity(rate: FeedbackRate(askedCount: 30, answeredCount: 30)),
      recent: ReviewerActivity(
        rate: FeedbackRate(askedCount: 30, answeredCount: reasonCount >= 1 ? 5 : 30),
        ratings: reasonCount >= 2 ? fives : RatingCounts()
      ),
      others: RatingCounts()
    )
    #expect(fatigue.reasons.count == reasonCount)
    return fatigue
  }

  @Test func `open escalations and stage changes deserve a question, and nothing else does`() {
    for (kind, isAsked) in [
      (.escalation(.pending), true), (.escalation(.ambiguous), true), (.escalation(.positive), false),
      (.escalation(.negative), false), (.escalation(.expired), false), (.stageChange, true), (.routine, false),
    ] as [(PromptCandidate.Kind, Bool)] {
      #expect(Self.prompts([Self.candidate(1, kind)]).questions.count == (isAsked ? 1 : 0), "\(kind)")
    }
  }

  @Test func `what was answered isn't asked, the newest comes first, and each target comes once`() {
    let candidates = [
      Self.candidate(1, hoursAgo: 9), Self.candidate(2, hoursAgo: 3), Self.candidate(3, hoursAgo: 5),
      Self.candidate(2, hoursAgo: 8), Self.candidate(4, hoursAgo: 3),
    ]
    let prompts = Self.prompts(candidates, Self.reviewer(answered: [3]))
    #expect(prompts.questions.map(\.target) == [2, 4, 1].map(Self.target))
    #expect(prompts.withheldCount == 0)
  }

  @Test func `a week ago is the last that is asked about, and what hasn't happened isn't`() {
    let candidates = [
      Self.candidate(1, hoursAgo: 168), Self.candidate(2, hoursAgo: 169), Self.candidate(3, hoursAgo: 0),
      Self.candidate(4, hoursAgo: -1),
    ]
    #expect(Self.prompts(candidates).questions.map(\.target) == [3, 1].map(Self.target))
  }

  @Test func `a day has so many questions, and those of today come again without using up more`() {
    let candidates = (1...20).map { Self.candidate($0, hoursAgo: Int64($0)) }
    let first = Self.prompts(candidates)
    #expect(first.questions.map(\.target) == (1...6).map(Self.target))
    #expect(first.withheldCount == 14)
    let again = Self.prompts(candidates, Self.reviewer(askedToday: Array(1...6)))
    #expect(again.questions == first.questions)
    // Two were answered: what is left of the day is the other four.
    let later = Self.prompts(candidates, Self.reviewer(answered: [1, 2], askedToday: Array(1...6)))
    #expect(later.questions.map(\.target) == (3...6).map(Self.target))
    // Four are left of the day, whatever is newer.
    let half = Self.prompts(candidates, Self.reviewer(answered: [10], askedToday: [10, 20]))
    #expect(half.questions.map(\.target) == [1, 2, 3, 4, 20].map(Self.target))
  }

  @Test func `a fatigued reviewer is asked less, and never nothing`() throws {
    let candidates = (1...20).map { Self.candidate($0, hoursAgo: Int64($0)) }
    for (reasonCount, countMax) in [(0, 6), (1, 3), (2, 2)] {
      let reviewer = Self.reviewer(fatigue: try Self.fatigue(reasonCount: reasonCount))
      let prompts = Self.prompts(candidates, reviewer)
      #expect(prompts.dailyCountMax == countMax)
      #expect(prompts.questions.count == countMax)
    }
    let tired = try Self.fatigue(reasonCount: 2)
    #expect(PromptPolicy(dailyCountMax: 1).dailyCountMax(for: tired) == 1)
    #expect(PromptPolicy(dailyCountMax: 0).dailyCountMax(for: tired) == 0)
    // Flagged in the middle of a day: the newest of today's questions stay.
    let today = Self.reviewer(askedToday: Array(1...6), fatigue: tired)
    #expect(Self.prompts(candidates, today).questions.map(\.target) == [1, 2].map(Self.target))
  }

  @Test(arguments: 1...100 as ClosedRange<UInt64>)
  func `no order of candidates shows, and every bound holds`(seed: UInt64) throws {
    var generator = TestGenerator(seed: seed)
    let kinds: [PromptCandidate.Kind] = [.escalation(.pending), .escalation(.positive), .stageChange, .routine]
    let candidates = (0..<40).map { _ in
      Self.candidate(
        Int.random(in: 0..<30, using: &generator),
        generator.pick(kinds),
        hoursAgo: Int64.random(in: 0...200, using: &generator)
      )
    }
    let numbers = 0..<30
    let reviewer = Self.reviewer(
      answered: numbers.filter { _ in generator.chance(20) },
      askedToday: numbers.filter { _ in generator.chance(10) },
      fatigue: try Self.fatigue(reasonCount: Int.random(in: 0...2, using: &generator))
    )
    let prompts = Self.prompts(candidates, reviewer)
    #expect(Self.prompts(candidates.shuffled(using: &generator), reviewer) == prompts, "seed \(seed)")
    let targets = prompts.questions.map(\.target)
    #expect(Set(targets).count == targets.count, "seed \(seed)")
    #expect(targets.allSatisfy { !reviewer.answered.contains($0) }, "seed \(seed)")
    #expect(prompts.questions.allSatisfy { $0.kind == .stageChange || $0.kind == .escalation(.pending) })
    #expect(reviewer.askedToday.union(targets).count <= max(prompts.dailyCountMax, reviewer.askedToday.count))
    #expect(targets.count <= prompts.dailyCountMax, "seed \(seed)")
  }
}
