import Delivery
import Documents
import EventModel
import FoundationEssentials
import Insight
import Workers

/// What is known of an event that isn't recorded, as lines for a person.
enum TraceText {
  static func lines(of trace: EventStoryTrace) -> [String] {
    switch trace.place {
    case .deadLetter(let letter):
      return ["dead letter \(trace.entryID) of \(trace.key.deadLetterText)"]
        + [
          "reason    \(letter.reason?.rawValue ?? "unknown to this program")",
          "error     \(letter.error)",
          "remedy    \(DeadLetterRemedy(reason: letter.reason, error: letter.error).sentence)",
          "replay    \(ReplayCommand.text(replaying: trace.key.eventType, "--id \(trace.entryID)"))",
          "discard   reckoner dlq discard --id \(trace.entryID) --yes",
          "given up  \(letter.buriedAt), as entry \(letter.originalID) of \(trace.key.text), replayed \(letter.retryCount) times",
        ].indented
    case .stream(let isRead):
      return ["entry \(trace.entryID) of \(trace.key.text)"]
        + [standing(of: trace.key.eventType, isRead: isRead)].indented
    }
  }

  /// What was looked at in vain.
  static func nowhere(_ answer: EventStoryAnswer, tenant: TenantID?) -> [String] {
    let search = answer.search
    let tenants = tenant.map { "tenant \($0)" } ?? "\(NumberText.count(search.tenantCount)) tenants"
    let depth = NumberText.count(EventStoryReader.searchedEntryCountMax)
    return ["\(answer.id.lowercaseText) was found nowhere. Looked at:"]
      + [
        "the recorded events and the outcomes of \(tenants)",
        "the dead letters of \(NumberText.count(search.deadLetterStreamCount)) streams, the newest \(depth) of each",
        "the entries of \(NumberText.count(search.streamCount)) streams, the newest \(depth) of each",
      ].indented
  }

  private static func standing(of type: EventType, isRead: Bool) -> String {
    switch (type, isRead) {
    case (_, false): "not read yet: it waits for a worker"
    case (.calibrationUpdated, true): "an aggregator was given it"
    case (.calibrationAdjusted, true): "it was given to a group of its readers"
    case (.agentAction, true), (.customerReply, true), (.dealStage, true):
      "a worker was given it and hasn't recorded it: it is being handled, or waits to be tried again"
    }
  }
}
