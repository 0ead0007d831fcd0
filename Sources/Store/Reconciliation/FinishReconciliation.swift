public import EventModel
public import PostgresClient

/// Notes a complete look over all outcomes: the signs that were there when it began are healed.
public struct FinishReconciliation: PostgresStatement {
  private let signCount: Int64
  private let beginning: Timestamp

  public init(signCount: Int64, beginning: Timestamp) {
    self.signCount = signCount
    self.beginning = beginning
  }

  public static let sql = """
    UPDATE learning.redis_incarnation
    SET healed_count = greatest(healed_count, least($1::int8, sign_count)),
      reconciled_at = greatest(reconciled_at, $2::timestamptz)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(signCount)
    parameters.append(PostgresTimestamp(beginning))
  }
}
