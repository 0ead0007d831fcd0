import Alerts
import EventModel
import PostgresClient

/// How alerts are read and written.
enum AlertRow {
  static let columns = """
    alert_id, rule, subject, severity, opened_at, last_seen_at, resolved_at, ending, acknowledged_at, acknowledged_by,
    note, unmeasured_since, observed, threshold, baseline, sample_count, title, explanation, evidence, revision
    """

  static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Alert {
    Alert(
      id: try row.identifier(),
      rule: try row.word(),
      subject: AlertSubject(try row.string()),
      severity: try row.word(),
      openedAt: try row.time(),
      lastSeenAt: try row.time(),
      resolvedAt: try row.optionalTime(),
      ending: try row.optionalWord(),
      acknowledgedAt: try row.optionalTime(),
      acknowledgedBy: try row.optionalString(),
      note: try row.optionalString(),
      unmeasuredSince: try row.optionalTime(),
      figures: .init(
        observed: try row.double(),
        threshold: try row.optionalDouble(),
        baseline: try row.optionalDouble(),
        sampleCount: try row.optionalInt64()
      ),
      title: try row.string(),
      explanation: try row.string(),
      evidence: try JSONText.value(try row.json().text),
      revision: try row.int64()
    )
  }
}

extension JSONText {
  /// What the database holds as JSON.
  static func value(_ text: String) throws(PostgresError) -> JSONValue {
    do throws(JSONParsingError) {
      return try JSONParser.parse(Array(text.utf8))
    } catch {
      throw PostgresError(.decoding, "the database holds JSON that can't be read")
    }
  }
}
