public import EventModel
public import PostgresClient
public import Reports

/// Which revision of a report is stored, and the digest of its facts; no row where there is none yet.
public struct FindReportRevision: PostgresStatement {
  public struct Row: Sendable {
    public let revision: Int64
    public let factsDigest: [UInt8]
  }

  private let id: ReportID
  private let tenant: TenantID

  public init(_ id: ReportID, of tenant: TenantID) {
    self.id = id
    self.tenant = tenant
  }

  public static let sql = """
    SELECT revision, content_digest FROM learning.reports WHERE tenant_id = $1 AND report_id = $2
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(id.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(revision: try row.int64(), factsDigest: try row.bytes().bytes)
  }
}
