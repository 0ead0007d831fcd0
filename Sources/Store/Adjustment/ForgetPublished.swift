public import PostgresClient

/// Has every state published again: Redis may have forgotten what it had.
public struct ForgetPublished: PostgresStatement {
  public init() {}

  public static let sql = """
    UPDATE learning.calibration_state SET published_revision = 0 WHERE published_revision > 0
    """
}
