import Documents
import EventModel
import Reports
import SettingModel
import Store

/// A report as lines for a person; the page has the rest.
enum ReportText {
  static func lines(of row: ReportRow, _ document: JSONValue) -> [String] {
    var lines = [SafeText.safe(row.title), SafeText.safe(row.headline)]
    if let correctedAt = row.correctedAt {
      lines.append("revision \(row.revision), corrected on \(row.clock.text(correctedAt)) \(row.clock.timeZone.text)")
    }
    lines.append("due \(row.clock.text(row.dueAt)) \(row.clock.name)")
    guard case .array(let facts)? = document["summary"] else { return lines }
    return lines + [""]
      + facts.compactMap { fact in
        guard case .string(let name)? = fact["name"], case .string(let text)? = fact["text"] else { return nil }
        return "- \(SafeText.safe(name)): \(SafeText.safe(text))"
      }
  }
}
