public import EventModel
public import PostgresClient

/// The bins of one tenant, or of all, in the order of tenant, action type and index.
public struct FindBins: PostgresStatement {
  public typealias Row = BinRow

  private let tenant: TenantID?

  /// - Parameter tenant: `nil` finds every tenant's.
  public init(of tenant: TenantID?) {
    self.tenant = tenant
  }

  public static let sql = """
    SELECT \(BinRow.columns)
    FROM learning.calibration_bins AS bin
    WHERE $1::uuid IS NULL OR bin.tenant_id = $1
    ORDER BY bin.tenant_id, bin.action_type COLLATE "C", bin.bin_index
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant?.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> BinRow {
    try BinRow(&row)
  }
}
