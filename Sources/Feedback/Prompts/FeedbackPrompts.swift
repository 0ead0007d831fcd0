public import EventModel

/// The questions that a reviewer is asked now: about critical actions alone (SEMANTICS section 6), never about routine.
///
/// A question that was asked today and not answered is asked again and uses up nothing more of the day. Asking twice at
/// the same state gives the same questions.
public struct FeedbackPrompts: Hashable, Sendable {
  /// Newest first, at most as many as the reviewer is asked a day.
  public let questions: [PromptCandidate]
  /// Questions a day for this reviewer now.
  public let dailyCountMax: Int
  /// Actions that deserve a question too and wait for another day.
  public let withheldCount: Int

  public init(
    _ candidates: some Sequence<PromptCandidate>,
    for reviewer: PromptedReviewer,
    policy: PromptPolicy = PromptPolicy(),
    now: Timestamp
  ) {
    dailyCountMax = policy.dailyCountMax(for: reviewer.fatigue)
    var remainingCount = max(dailyCountMax - reviewer.askedToday.count, 0)
    var questions: [PromptCandidate] = []
    var withheldCount = 0
    for candidate in Self.deserving(candidates, for: reviewer, in: now - policy.ageMax...now) {
      let isAskedAlready = reviewer.askedToday.contains(candidate.target)
      guard questions.count < dailyCountMax, isAskedAlready || remainingCount > 0 else {
        withheldCount += 1
        continue
      }
      if !isAskedAlready { remainingCount -= 1 }
      questions.append(candidate)
    }
    self.questions = questions
    self.withheldCount = withheldCount
  }

  /// What deserves a question, newest first, each target once.
  private static func deserving(
    _ candidates: some Sequence<PromptCandidate>,
    for reviewer: PromptedReviewer,
    in times: ClosedRange<Timestamp>
  ) -> [PromptCandidate] {
    var known: Set<FeedbackTarget> = []
    var deserving: [PromptCandidate] = []
    for candidate in candidates.filter(\.deservesQuestion).sorted(by: { $0.comesBefore($1) }) {
      guard times.contains(candidate.happenedAt), !reviewer.answered.contains(candidate.target) else { continue }
      if known.insert(candidate.target).inserted { deserving.append(candidate) }
    }
    return deserving
  }
}
