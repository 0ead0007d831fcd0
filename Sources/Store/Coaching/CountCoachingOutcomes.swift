import EventModel
public import PostgresClient

/// How many outcomes coaching could look at. One row. It reads all of them, so it is asked only where there are more
/// than were read.
public struct CountCoachingOutcomes: PostgresStatement {
  public typealias Row = Int64

  private let scope: CoachingScope

  public init(of scope: CoachingScope) {
    self.scope = scope
  }

  public static let sql = """
    SELECT count(*) FROM learning.outcome_records WHERE \(CoachingScope.condition) AND acted_at < $5
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(scope)
    parameters.append(PostgresTimestamp(scope.to))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Int64 {
    try row.int64()
  }
}
