public import PostgresClient

/// Every bin, in the order of tenant, action type and index.
public struct ListBins: PostgresStatement {
  public typealias Row = BinRow

  public init() {}

  public static let sql = """
    SELECT \(BinRow.columns) FROM learning.calibration_bins AS bin
    ORDER BY bin.tenant_id, bin.action_type COLLATE "C", bin.bin_index
    """

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> BinRow {
    try BinRow(&row)
  }
}
