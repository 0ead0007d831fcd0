public import PostgresClient

/// Removes every bin, before they are rebuilt in the same transaction.
public struct ClearBins: PostgresStatement {
  public init() {}

  public static let sql = "DELETE FROM learning.calibration_bins"
}
