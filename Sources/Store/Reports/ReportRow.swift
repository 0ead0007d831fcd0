public import Analytics
public import EventModel
import PostgresClient
public import Reports
import SettingModel

/// What lists say of a stored report.
public struct ReportRow: Hashable, Sendable {
  public let id: ReportID
  public let kind: ReportKind
  public let audience: ReportAudience
  /// `nil` is the tenant as a whole.
  public let team: TeamID?
  public let firstDay: UTCDay
  public let lastDay: UTCDay
  public let clock: LocalClock
  public let dueAt: Timestamp
  public let generatedAt: Timestamp
  public let revision: Int64
  public let correctedAt: Timestamp?
  public let title: String
  public let headline: String

  static let columns = """
    report_id, kind, audience, team_id, period_from - DATE '1970-01-01', period_to - DATE '1970-01-01', time_zone,
    utc_offset_seconds, due_at, generated_at, revision, corrected_at, title, headline
    """

  init(_ row: inout PostgresRowReader) throws(PostgresError) {
    id = try row.identifier()
    kind = try row.word()
    audience = try row.word()
    team = try row.optionalString().map { TeamID($0) }
    firstDay = UTCDay(number: Int(try row.int32()))
    lastDay = UTCDay(number: Int(try row.int32()))
    guard let timeZone = TimeZoneName(try row.string()) else {
      throw PostgresError(.decoding, "a report's time zone has no name of one")
    }
    clock = LocalClock(timeZone: timeZone, offset: .seconds(Int64(try row.int32())))
    dueAt = try row.time()
    generatedAt = try row.time()
    revision = try row.int64()
    correctedAt = try row.optionalTime()
    title = try row.string()
    headline = try row.string()
  }
}
