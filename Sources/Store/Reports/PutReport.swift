import Analytics
import EventModel
public import PostgresClient
public import Reports
import SettingModel

/// Stores a report, or its next revision. Of two makers of the same revision one stores it, and the other gets no row;
/// so does whoever has made one that isn't the next.
public struct PutReport: PostgresStatement {
  /// The revision.
  public typealias Row = Int64

  private let report: Report
  private let html: String

  public init(_ report: Report, html: String) {
    self.report = report
    self.html = html
  }

  public static let sql = """
    INSERT INTO learning.reports (
      tenant_id, report_id, kind, audience, team_id, period_from, period_to, time_zone, utc_offset_seconds, due_at,
      generated_at, revision, corrected_at, content_digest, title, headline, document, html)
    SELECT $1, $2, $3, $4, $5, DATE '1970-01-01' + $6::integer, DATE '1970-01-01' + $7::integer, $8, $9, $10, $11, $12,
      $13, $14, $15, $16, $17, $18
    WHERE $12 = 1 OR EXISTS (SELECT FROM learning.reports WHERE tenant_id = $1 AND report_id = $2)
    ON CONFLICT (tenant_id, report_id) DO UPDATE SET
      generated_at = excluded.generated_at, revision = excluded.revision, corrected_at = excluded.corrected_at,
      content_digest = excluded.content_digest, title = excluded.title, headline = excluded.headline,
      document = excluded.document, html = excluded.html
    WHERE reports.revision = excluded.revision - 1
    RETURNING revision
    """

  public func bind(_ parameters: inout PostgresParameters) {
    let order = report.order
    parameters.append(order.tenant.uuid)
    parameters.append(order.id.uuid)
    parameters.append(order.kind.rawValue)
    parameters.append(order.kind.audience.rawValue)
    parameters.append(order.team?.text)
    parameters.append(Int32(order.period.from.number))
    parameters.append(Int32(order.period.to.number))
    parameters.append(order.clock.timeZone.text)
    parameters.append(Int32(order.clock.offset.microseconds / 1_000_000))
    parameters.append(PostgresTimestamp(order.dueAt))
    parameters.append(PostgresTimestamp(report.generatedAt))
    parameters.append(report.revision)
    parameters.append(report.correctedAt.map(PostgresTimestamp.init))
    parameters.append(PostgresBytes(report.factsDigest))
    parameters.append(report.title)
    parameters.append(report.headline)
    parameters.append(PostgresJSON(text: JSONText.compact(report.json)))
    parameters.append(html)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 {
    try row.int64()
  }
}
