public import PostgresClient

/// Keeps aggregators away from the bins and the ledger until the end of the transaction; readers are let through.
public struct ExcludeAggregators: PostgresStatement {
  public init() {}

  public static let sql = "LOCK TABLE learning.calibration_bins, learning.calibration_samples IN EXCLUSIVE MODE"
}
