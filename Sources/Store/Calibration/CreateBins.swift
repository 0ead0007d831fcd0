public import Calibration
public import EventModel
import FoundationEssentials
public import PostgresClient

/// Makes all bins of the action types of which some bin is missing, empty: an empty bin is there, with a count of 0.
///
/// Ask before ``LockBins``, in the same round trip. Whoever makes bins then holds none that others could wait for with what
/// it waits for, as all make them in one order.
public struct CreateBins: PostgresStatement {
  private let keys: [BinKey]
  private let now: Timestamp

  public init(_ keys: some Sequence<BinKey>, now: Timestamp) {
    self.keys = keys.sorted()
    self.now = now
  }

  public static let sql = """
    INSERT INTO learning.calibration_bins (
      tenant_id, action_type, bin_index, sample_count, weight_sum, weight_square_sum, outcome_sum, confidence_mean,
      confidence_m2, brier_sum, last_updated)
    SELECT tenant_id, action_type, bin_index, 0, 0, 0, 0, 0, 0, 0, $4
    FROM (
      SELECT DISTINCT tenant_id, action_type
      FROM unnest($1::uuid[], $2::text[], $3::int2[]) AS wanted (tenant_id, action_type, bin_index)
      WHERE NOT EXISTS (
        SELECT FROM learning.calibration_bins AS bin
        WHERE bin.tenant_id = wanted.tenant_id AND bin.action_type = wanted.action_type
          AND bin.bin_index = wanted.bin_index)
    ) AS incomplete
    CROSS JOIN generate_series(0, \(ConfidenceBin.count - 1)) AS bin_index
    ORDER BY tenant_id, action_type, bin_index
    ON CONFLICT (tenant_id, action_type, bin_index) DO NOTHING
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
    parameters.append(PostgresTimestamp(now))
  }
}

extension PostgresParameters {
  mutating func append(_ keys: [BinKey]) {
    append(keys.map(\.tenantID.uuid))
    append(keys.map(\.actionType.text))
    append(keys.map { Int16($0.bin.index) })
  }
}
