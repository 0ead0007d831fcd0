public import EventModel
public import PostgresClient
public import SettingModel

/// How far a zone's clocks are ahead of UTC: at a time, and after each change of that up to another time. The server's own
/// zones count, by which its reports and the tenants' settings go as well.
public struct LoadZoneOffsets: PostgresStatement {
  public struct Row: Sendable, Equatable {
    /// From when it holds.
    public let since: Timestamp
    public let offsetSeconds: Int

    public init(since: Timestamp, offsetSeconds: Int) {
      self.since = since
      self.offsetSeconds = offsetSeconds
    }
  }

  private let zone: TimeZoneName
  private let from: Timestamp
  private let to: Timestamp

  /// - Parameters:
  ///   - from: the time; for changes after it a whole quarter of an hour, because clocks change at none other.
  ///   - to: up to two years later; a look at each quarter takes some hundredths of a second a year.
  public init(_ zone: TimeZoneName, from: Timestamp, to: Timestamp) {
    self.zone = zone
    self.from = from
    self.to = to
  }

  public static let sql = """
    SELECT since, offset_seconds
    FROM (
      SELECT since, offset_seconds, lag(offset_seconds) OVER (ORDER BY since) AS before
      FROM (
        SELECT since, extract(epoch FROM (since AT TIME ZONE $1) - (since AT TIME ZONE 'UTC'))::integer AS offset_seconds
        FROM generate_series($2::timestamptz, $3::timestamptz, interval '15 minutes') AS since
      ) AS looked
    ) AS compared
    WHERE before IS DISTINCT FROM offset_seconds
    ORDER BY since
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(zone.text)
    parameters.append(PostgresTimestamp(from))
    parameters.append(PostgresTimestamp(to))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(since: try row.time(), offsetSeconds: Int(try row.int32()))
  }
}
