import Analytics
public import EventModel
import SettingModel

extension Report {
  /// The twin of the page: the same facts for programs, as `schemas/reports/report.schema.json` describes it.
  public var json: JSONValue {
    .object(
      order.identity + [
        JSONMember("time_zone", .string(order.clock.timeZone.text)),
        JSONMember("utc_offset_minutes", .count(order.clock.offset.microseconds / 60_000_000)),
        JSONMember("due_at", .time(order.dueAt)),
        JSONMember("generated_at", .time(generatedAt)),
        JSONMember("revision", .count(revision)),
        JSONMember("corrected_at", .time(correctedAt)),
        JSONMember("title", .string(title)),
        JSONMember("headline", .string(headline)),
        JSONMember("summary", .array(summary.map { .object(["name": .string($0.name), "text": .string($0.text)]) })),
        JSONMember("sections", .array(sections.map(\.json))),
      ]
    )
  }
}

extension ReportOrder {
  /// What the report is, whenever it is made.
  var identity: [JSONMember] {
    [
      JSONMember("report_id", .string(id.description)),
      JSONMember("kind", .string(kind.rawValue)),
      JSONMember("audience", .string(kind.audience.rawValue)),
      JSONMember("tenant_id", .string(tenant.description)),
      JSONMember("team_id", .text(team?.text)),
      JSONMember("period", period.reportJSON),
      JSONMember("previous_period", period.previous.reportJSON),
      JSONMember("look_back", lookBack.reportJSON),
    ]
  }
}
