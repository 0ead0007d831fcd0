import Analytics
public import EventModel
import Reports
import SettingModel
public import Store

/// Stored reports as JSON.
public enum ReportJSON {
  /// What a list says of one.
  public static func row(_ row: ReportRow) -> JSONValue {
    .object([
      "report_id": .string(row.id.description),
      "kind": .string(row.kind.rawValue),
      "audience": .string(row.audience.rawValue),
      "team_id": .text(row.team?.text),
      "period": .object([
        "from": .string(row.firstDay.description),
        "to": .string(row.lastDay.description),
        "days": .count(row.lastDay.number - row.firstDay.number + 1),
      ]),
      "time_zone": .string(row.clock.timeZone.text),
      "due_at": .time(row.dueAt),
      "generated_at": .time(row.generatedAt),
      "revision": .count(row.revision),
      "corrected_at": .time(row.correctedAt),
      "title": .string(row.title),
      "headline": .string(row.headline),
    ])
  }

  /// The whole of one. The database keeps its members in an order of its own.
  /// - Throws: where the database holds no JSON, which it checks.
  public static func document(_ row: FindReport.Row) throws(JSONParsingError) -> JSONValue {
    try JSONParser.parse(Array(row.document.utf8))
  }
}
