public import PostgresClient

/// Keeps aggregators away from the bins and the ledger until the end of the transaction; readers are let through. Locks in the order in which aggregators do.
public struct ExcludeAggregators: PostgresStatement {
  public init() {}

  public static let sql = "LOCK TABLE learning.calibration_samples, learning.calibration_bins IN EXCLUSIVE MODE"
}
