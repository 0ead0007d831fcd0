public import Calibration
import EventModel
import FoundationEssentials
public import PostgresClient

/// Locks bins, in the order of their keys, and returns what they hold. Ask late: whoever else folds into them waits.
public struct LockBins: PostgresStatement {
  public typealias Row = BinRow

  private let keys: [BinKey]

  public init(_ keys: some Sequence<BinKey>) {
    self.keys = keys.sorted()
  }

  public static let sql = """
    SELECT \(BinRow.columns)
    FROM unnest($1::uuid[], $2::text[], $3::int2[])
      WITH ORDINALITY AS wanted (tenant_id, action_type, bin_index, position)
    JOIN learning.calibration_bins AS bin USING (tenant_id, action_type, bin_index)
    ORDER BY wanted.position
    FOR UPDATE OF bin
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> BinRow {
    try BinRow(&row)
  }
}
