import Attribution
import Calibration
import Delivery
public import EventModel
import FoundationEssentials
public import Insight
import Resolution
import Store

/// The answer to "why" as one JSON object: lists are never null, what isn't known is.
public enum StoryJSON {
  public static func document(_ answer: EventStoryAnswer) -> JSONValue {
    .object([
      "id": .string(answer.id.lowercaseText),
      "time": .time(answer.time),
      "found": .bool(answer.isFound),
      "stories": .array(answer.stories.map(story)),
      "traces": .array(answer.traces.map(trace)),
      "searched": .object([
        "tenants": .count(answer.search.tenantCount),
        "dead_letter_streams": .count(answer.search.deadLetterStreamCount),
        "streams": .count(answer.search.streamCount),
        "entries_per_stream_max": .count(EventStoryReader.searchedEntryCountMax),
        "redis_failure": .text(answer.search.redisFailure),
      ]),
    ])
  }

  private static func story(_ story: EventStory) -> JSONValue {
    let event = story.event
    return .object([
      "event_id": .string(event.key.eventID.description),
      "tenant_id": .string(event.key.tenantID.description),
      "event_type": .string(event.eventType.rawValue),
      "timestamp": .time(event.occurredAt),
      "recorded_at": .time(event.recordedAt),
      "stream": .string(story.streamKey.text),
      "envelope": envelope(event.envelope),
      "outcome_id": .text(story.outcomeID?.description),
      "conversations": .array(story.conversations.map(conversation)),
    ])
  }

  /// As PostgreSQL gives it: what it stores is JSON.
  private static func envelope(_ text: String?) -> JSONValue {
    guard let text, case .success(let value) = Result(catching: { try JSONParser.parse(Array(text.utf8)) }) else {
      return .null
    }
    return value
  }

  private static func conversation(_ conversation: EventStory.Conversation) -> JSONValue {
    .object([
      "conversation_state_id": .string(conversation.key.conversationID.description),
      "is_due": .bool(!conversation.dueMarks.isEmpty),
      "due": .array(
        conversation.dueMarks.map { mark in
          .object(["reason": .string(mark.reason.rawValue), "since": .time(mark.since)])
        }
      ),
      "is_settled": .bool(conversation.isSettled),
      "timeline": .array(conversation.entries.map(EntryJSON.document)),
      "conversions": .array(conversation.conversions.map(conversion)),
    ])
  }

  private static func conversion(_ conversion: Conversion) -> JSONValue {
    .object([
      "signal_event_id": .string(conversion.signalEventID.description),
      "model": .string(conversion.model.rawValue),
      "credits": .array(
        conversion.touches.enumerated().map { index, touch in
          .object([
            "position": .count(index + 1), "action_event_id": .string(touch.actionEventID.description),
            "credit_micros": .count(Int64(touch.creditMicros)), "percent": .real(Double(touch.creditMicros) / 10_000),
          ])
        }
      ),
    ])
  }

  private static func trace(_ trace: EventStoryTrace) -> JSONValue {
    switch trace.place {
    case .deadLetter(let letter):
      .object([
        "place": .string("dead_letter"), "stream": .string(trace.key.deadLetterText),
        "entry_id": .string(trace.entryID),
        "reason": .text(letter.reason?.rawValue), "error": .string(letter.error),
        "remedy": .string(DeadLetterRemedy(reason: letter.reason, error: letter.error).sentence),
        "command": .string(ReplayCommand.text(replaying: trace.key.eventType, "--id \(trace.entryID)")),
        "retry_count": .count(Int64(letter.retryCount)),
        "given_up_at": .string(letter.buriedAt), "original_id": .string(letter.originalID),
      ])
    case .stream(let isRead):
      .object([
        "place": .string("stream"), "stream": .string(trace.key.text), "entry_id": .string(trace.entryID),
        "is_read": .bool(isRead),
      ])
    }
  }
}
