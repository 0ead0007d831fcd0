public import Calibration
public import EventModel
import FoundationEssentials
public import PostgresClient

/// Makes bins that are missing, empty.
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
    FROM unnest($1::uuid[], $2::text[], $3::int2[]) AS bin (tenant_id, action_type, bin_index)
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
