public import EventModel
public import PostgresClient

/// The months for which there is a partition of events and one of outcomes, the earliest first. What is earlier lies in the
/// history.
public struct ListMonths: PostgresStatement {
  public typealias Row = MonthSpan

  public init() {}

  public static let sql = """
    SELECT begins_at, ends_at FROM learning.partition_months
    GROUP BY begins_at, ends_at HAVING count(*) = 2
    ORDER BY begins_at
    """

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> MonthSpan {
    MonthSpan(from: try row.time(), to: try row.time())
  }
}
