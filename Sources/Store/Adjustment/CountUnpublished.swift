public import PostgresClient

/// How many states Redis doesn't have as they are.
public struct CountUnpublished: PostgresStatement {
  public typealias Row = Int

  public init() {}

  public static let sql = """
    SELECT count(*) FROM learning.calibration_state WHERE published_revision < revision
    """

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int {
    Int(try row.int64())
  }
}
