import Delivery
import EventModel
import FoundationEssentials
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
          "remedy    \(remedy(of: letter.reason))",
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

  /// What an operator can do about a refusal.
  static func remedy(of reason: RefusalReason?) -> String {
    switch reason {
    case .missingField?, .invalidField?, .invalidJSON?:
      "correct the producer and publish the event again under the same id; where a setting refused it, set it and replay"
    case .tooLarge?: "keep large content elsewhere and publish the event again with a reference to it"
    case .unsupportedVersion?: "publish version 1, or upgrade the workers and replay the letter"
    case .unknownEventType?: "publish the event to the stream of its own type"
    case .tenantMismatch?: "publish the event to the stream of its own tenant"
    case .timestampInFuture?: "set the clock that is wrong, then replay the letter or publish the event again"
    case .eventIDConflict?: "publish the event again under an id of its own, or discard the letter"
    case .processingFailed?: "remove the cause that the workers' logs name, then replay the letter"
    case .deliveryLimit?: "find the crash in the workers' logs before the letter is replayed"
    case nil: "upgrade this program to the version of the workers"
    }
  }

  private static func standing(of type: EventType, isRead: Bool) -> String {
    switch (type, isRead) {
    case (_, false): "not read yet: it waits for a worker"
    case (.calibrationUpdated, true): "an aggregator was given it"
    case (.agentAction, true), (.customerReply, true), (.dealStage, true):
      "a worker was given it and hasn't recorded it: it is being handled, or waits to be tried again"
    }
  }
}
