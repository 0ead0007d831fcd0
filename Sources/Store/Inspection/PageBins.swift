public import Calibration
import EventModel
public import PostgresClient

/// The next bins, in the order of tenant, action type and index.
public struct PageBins: PostgresStatement {
  public typealias Row = BinRow

  private let last: BinKey?
  private let countMax: Int

  public init(after last: BinKey?, countMax: Int) {
    self.last = last
    self.countMax = countMax
  }

  public static let sql = """
    SELECT \(BinRow.columns)
    FROM learning.calibration_bins AS bin
    WHERE $1::uuid IS NULL OR bin.tenant_id >= $1
      AND (bin.tenant_id, bin.action_type COLLATE "C", bin.bin_index) > ($1, $2::text COLLATE "C", $3::int2)
    ORDER BY bin.tenant_id, bin.action_type COLLATE "C", bin.bin_index
    LIMIT $4
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(last?.tenantID.uuid)
    parameters.append(last?.actionType.text)
    parameters.append((last?.bin.index).map { Int16($0) })
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> BinRow {
    try BinRow(&row)
  }
}
