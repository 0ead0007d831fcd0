import EventModel
import FoundationEssentials
import Insight
import Workers

/// The answer to "why" as lines for a person.
enum AnswerText {
  static func lines(of answer: EventStoryAnswer, tenant: TenantID?) -> [String] {
    if !answer.isFound { return TraceText.nowhere(answer, tenant: tenant) }
    var blocks = answer.stories.map { StoryText($0, now: answer.time).lines() }
    if !answer.traces.isEmpty {
      let title =
        answer.stories.isEmpty
        ? "\(answer.id.lowercaseText) is not recorded. Redis has it as"
        : "other entries under the same id were refused:"
      blocks.append([title] + answer.traces.flatMap { TraceText.lines(of: $0) })
    }
    if let failure = answer.search.redisFailure {
      blocks.append(["the dead letters were not looked at: Redis: \(failure)"])
    }
    return Array(blocks.joined(separator: [""]))
  }
}
