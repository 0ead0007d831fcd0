public import EventModel
public import PostgresClient

/// The receipts of a tenant's erasures, the latest first.
public struct ListReceipts: PostgresStatement {
  public typealias Row = ReceiptRow

  private let tenant: TenantID
  private let digest: ErasureDigest?
  private let countMax: Int

  /// - Parameter digest: of the only conversation that is asked for; `nil` is all.
  public init(of tenant: TenantID, _ digest: ErasureDigest? = nil, countMax: Int = 1000) {
    self.tenant = tenant
    self.digest = digest
    self.countMax = countMax
  }

  public static let sql = """
    SELECT \(ReceiptRow.columns) FROM learning.erasure_receipts
    WHERE tenant_id = $1 AND ($2::bytea IS NULL OR conversation_hash = $2)
    ORDER BY requested_at DESC, receipt_id
    LIMIT $3
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(digest.map { PostgresBytes($0.bytes) })
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> ReceiptRow {
    try ReceiptRow(&row)
  }
}
