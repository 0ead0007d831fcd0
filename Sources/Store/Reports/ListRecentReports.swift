public import Analytics
public import EventModel
public import PostgresClient
public import Reports

/// The reports of a kind about days from one on, with the digest of their facts; the latest first.
public struct ListRecentReports: PostgresStatement {
  public struct Row: Sendable {
    public let report: ReportRow
    public let factsDigest: [UInt8]
  }

  private let kind: ReportKind
  private let tenant: TenantID
  private let earliest: UTCDay
  private let countMax: Int

  /// - Parameter earliest: of the last days of their periods.
  public init(_ kind: ReportKind, of tenant: TenantID, from earliest: UTCDay, countMax: Int) {
    self.kind = kind
    self.tenant = tenant
    self.earliest = earliest
    self.countMax = countMax
  }

  /// A report is due at the earliest when its last day is over: so the index of times bounds the search.
  public static let sql = """
    SELECT \(ReportRow.columns), content_digest FROM learning.reports
    WHERE tenant_id = $1 AND kind = $2
      AND due_at >= (DATE '1970-01-01' + $3::integer + 1)::timestamp AT TIME ZONE 'UTC'
      AND period_to >= DATE '1970-01-01' + $3::integer
    ORDER BY due_at DESC, report_id DESC
    LIMIT $4
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(kind.rawValue)
    parameters.append(Int32(earliest.number))
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(report: try ReportRow(&row), factsDigest: try row.bytes().bytes)
  }
}
