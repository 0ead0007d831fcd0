import Delivery
import EventModel
import RedisClient
import Streams

/// What a replay did as JSON: what isn't known is null, never left out.
enum ReplayJSON {
  static func letter(_ letter: BuriedEntry, _ effect: ReplayEffect) -> JSONValue {
    .object([
      JSONMember("stream", .string(letter.key.deadLetterText)),
      JSONMember("letter_id", .string(letter.id.description)),
      JSONMember("original_id", text(letter.content.originalID)),
      JSONMember("event_id", text(letter.names.eventID?.description)),
      JSONMember("tenant_id", text(letter.tenant?.description)),
      JSONMember("effect", .string(effect.name)),
      JSONMember("reason", text(effect.refusal?.reason.rawValue)),
      JSONMember("field", text(effect.refusal?.field)),
      JSONMember("error", text(effect.refusal?.message)),
    ])
  }

  static func summary(_ report: ReplayReport, program: ReplayProgram) -> JSONValue {
    .object([
      JSONMember("program", .string(program.rawValue)),
      JSONMember("dry_run", .bool(report.isRehearsal)),
      JSONMember("handled", count(report.handledCount)),
      JSONMember("applied", count(report.appliedCount)),
      JSONMember("duplicate", count(report.duplicateCount)),
      JSONMember("refused", count(report.refusedCount)),
      JSONMember("failed", count(report.failedCount)),
      JSONMember("erased", count(report.erasedCount)), JSONMember("gone", count(report.goneCount)),
      JSONMember("left", count(report.leftCount)),
      JSONMember("interrupted", .bool(report.isInterrupted)),
      JSONMember("exact", .bool(report.isExact)),
      JSONMember("groups", .array(report.groups.all.map(group))),
      JSONMember("letters_remain", .bool(report.leavesLetters)),
    ])
  }

  private static func group(_ group: DeadLetterGroups.Group) -> JSONValue {
    .object([
      JSONMember("fingerprint", .string(group.fingerprint)), JSONMember("count", count(group.count)),
      JSONMember("event_type", .string(group.eventType.rawValue)), JSONMember("reason", .string(group.reasonCode)),
      JSONMember("field", text(group.field)), JSONMember("error", .string(group.error)),
      JSONMember("remedy", .string(group.remedy.sentence)), JSONMember("example_stream", .string(group.exampleKey)),
      JSONMember("example_id", .string(group.exampleID)),
    ])
  }

  private static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }

  private static func count(_ value: Int) -> JSONValue { .number(JSONNumber(Int64(value))) }
}
