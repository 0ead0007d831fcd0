public import Calibration
import EventModel
import PostgresClient

/// One bin with its key.
public struct BinRow: Hashable, Sendable {
  public let key: BinKey
  public let statistics: BinStatistics

  public init(key: BinKey, statistics: BinStatistics) {
    self.key = key
    self.statistics = statistics
  }

  init(_ row: inout PostgresRowReader) throws(PostgresError) {
    let tenantID: TenantID = try row.identifier()
    let actionType = ActionType(try row.string())
    let index = Int(try row.int16())
    guard (0..<ConfidenceBin.count).contains(index) else {
      throw PostgresError(.decoding, "a calibration bin has an index outside of 0...9")
    }
    key = BinKey(tenantID: tenantID, actionType: actionType, bin: ConfidenceBin(index: index))
    statistics = BinStatistics(
      sampleCount: try row.int64(),
      weightSum: try row.double(),
      weightSquareSum: try row.double(),
      outcomeSum: try row.double(),
      confidenceMean: try row.double(),
      confidenceM2: try row.double(),
      brierSum: try row.double()
    )
  }

  static let columns = """
    bin.tenant_id, bin.action_type, bin.bin_index, bin.sample_count, bin.weight_sum, bin.weight_square_sum,
      bin.outcome_sum, bin.confidence_mean, bin.confidence_m2, bin.brier_sum
    """
}
