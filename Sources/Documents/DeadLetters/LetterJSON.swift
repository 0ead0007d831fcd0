import Delivery
public import EventModel
import FoundationEssentials
import RedisClient
public import Streams

/// Dead letters as JSON: what isn't known is null, never left out.
public enum LetterJSON {
  /// - Parameter fields: whether the entry's own fields are in it, the payload among them.
  public static func document(_ letter: BuriedEntry, fields: Bool) -> JSONValue {
    let content = letter.content
    var members: [JSONMember] = [
      JSONMember("stream", .string(letter.key.deadLetterText)),
      JSONMember("letter_id", .string(letter.id.description)),
      JSONMember("original_stream", .string(letter.key.text)),
      JSONMember("original_id", .text(content.originalID)),
      JSONMember("event_type", .string(letter.key.eventType.rawValue)),
      JSONMember("event_id", .text(letter.names.eventID?.description)),
      JSONMember("tenant_id", .text(letter.tenant?.description)),
      JSONMember("reason", .string(content.reasonCode)),
      JSONMember("field", .text(content.field)),
      JSONMember("error", .string(content.error)),
      JSONMember("remedy", .string(content.remedy.sentence)),
      JSONMember("retry_count", .count(content.retryCount)),
      JSONMember("timestamp", .string(content.timestamp)),
      JSONMember("fingerprint", .string(content.fingerprint)),
      JSONMember(
        "history",
        .array(
          content.history.map {
            .object(["timestamp": .string($0.timestamp), "reason": .string($0.reasonCode)])
          }
        )
      ),
      JSONMember("byte_count", .count(letter.byteCount)),
    ]
    if fields { members.append(JSONMember("fields", .array(content.original.map(field)))) }
    return .object(members)
  }

  /// A list, because names may repeat; in base64 where the bytes are no text.
  private static func field(_ field: StreamField) -> JSONValue {
    .object([member("name", field.name), member("value", field.value)])
  }

  private static func member(_ name: String, _ bytes: [UInt8]) -> JSONMember {
    if let text = String(validating: bytes, as: UTF8.self) { return JSONMember(name, .string(text)) }
    return JSONMember("\(name)_base64", .string(Data(bytes).base64EncodedString()))
  }

  public static func document(_ groups: DeadLetterGroups) -> JSONValue {
    .object(["groups": .array(groups.all.map(group)), "others": .count(groups.otherCount)])
  }

  public static func document(
    _ counts: DiscardTally,
    _ groups: DeadLetterGroups,
    isDone: Bool
  ) -> JSONValue {
    .object([
      "done": .bool(isDone), "matched": .count(counts.matched), "discarded": .count(counts.discarded),
      "entries_deleted": .count(counts.entriesDeleted), "gone": .count(counts.gone),
      "groups": .array(groups.all.map(group)),
    ])
  }

  private static func group(_ group: DeadLetterGroups.Group) -> JSONValue {
    .object([
      "fingerprint": .string(group.fingerprint), "count": .count(group.count),
      "event_type": .string(group.eventType.rawValue), "reason": .string(group.reasonCode), "field": .text(group.field),
      "error": .string(group.error), "first_at": .string(group.firstTimestamp), "last_at": .string(group.lastTimestamp),
      "example_stream": .string(group.exampleKey), "example_id": .string(group.exampleID),
      "remedy": .string(group.remedy.sentence), "next_step": .string(group.remedy.step.rawValue),
      "command": .string(ReplayCommand.text(for: group)),
    ])
  }
}
