public import EventModel
public import PostgresClient
public import Reports

/// One report of a tenant, with its page; no row where the tenant has none of that id that these readers may see.
public struct FindReport: PostgresStatement {
  public struct Row: Sendable {
    public let report: ReportRow
    /// JSON text.
    public let document: String
    public let html: String
  }

  private let id: ReportID
  private let tenant: TenantID
  private let readers: ReportReaders

  public init(_ id: ReportID, of tenant: TenantID, for readers: ReportReaders) {
    self.id = id
    self.tenant = tenant
    self.readers = readers
  }

  public static let sql = """
    SELECT \(ReportRow.columns), document, html FROM learning.reports
    WHERE tenant_id = $1 AND ($2::text IS NULL OR audience = $2) AND ($3::text IS NULL OR team_id = $3)
      AND report_id = $4
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(readers)
    parameters.append(id.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(report: try ReportRow(&row), document: try row.json().text, html: try row.string())
  }
}
