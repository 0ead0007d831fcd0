public import EventModel
import FoundationEssentials
public import PostgresClient
public import Reports

/// Where a page of a list of reports ended: the next one begins behind it.
public struct ReportPosition: Hashable, Sendable {
  public let dueAt: Timestamp
  public let id: ReportID

  public init(dueAt: Timestamp, id: ReportID) {
    self.dueAt = dueAt
    self.id = id
  }
}

/// One page of a tenant's reports, the latest first, along the index of their times.
public struct PageReports: PostgresStatement {
  public typealias Row = ReportRow

  private let tenant: TenantID
  private let readers: ReportReaders
  private let kind: ReportKind?
  private let last: ReportPosition?
  private let countMax: Int

  /// - Parameters:
  ///   - kind: `nil` is each.
  ///   - last: `nil` begins with the latest.
  public init(
    of tenant: TenantID,
    for readers: ReportReaders,
    kind: ReportKind? = nil,
    after last: ReportPosition? = nil,
    countMax: Int
  ) {
    self.tenant = tenant
    self.readers = readers
    self.kind = kind
    self.last = last
    self.countMax = countMax
  }

  public static let sql = """
    SELECT \(ReportRow.columns) FROM learning.reports
    WHERE tenant_id = $1 AND ($2::text IS NULL OR audience = $2) AND ($3::text IS NULL OR team_id = $3)
      AND ($4::text IS NULL OR kind = $4) AND (due_at, report_id) < ($5, $6)
    ORDER BY due_at DESC, report_id DESC
    LIMIT $7
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(readers)
    parameters.append(kind?.rawValue)
    parameters.append(PostgresTimestamp(last?.dueAt ?? Self.latest))
    parameters.append(last?.id.uuid ?? Self.zeros)
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> ReportRow {
    try ReportRow(&row)
  }

  /// Behind every report.
  private static var latest: Timestamp { Timestamp(microseconds: 253_402_300_800_000_000) }
  private static var zeros: UUID { UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)) }
}
