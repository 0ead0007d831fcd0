public import EventModel
public import FoundationEssentials
public import PostgresClient

/// Erasures that began before a time and aren't complete; the first few, with their number.
public struct FindOpenErasures: PostgresStatement {
  public struct Row: Sendable {
    public let tenantID: TenantID
    public let receiptID: UUID
    public let count: Int64
  }

  private let before: Timestamp
  private let countMax: Int

  public init(before: Timestamp, countMax: Int) {
    self.before = before
    self.countMax = countMax
  }

  public static let sql = """
    SELECT tenant_id, receipt_id, count(*) OVER () FROM learning.erasure_receipts
    WHERE completed_at IS NULL AND requested_at < $1
    ORDER BY tenant_id, receipt_id
    LIMIT $2
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(PostgresTimestamp(before))
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(tenantID: try row.identifier(), receiptID: try row.uuid(), count: try row.int64())
  }
}
