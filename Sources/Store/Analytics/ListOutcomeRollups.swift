public import Analytics
import Coaching
import EventModel
public import PostgresClient

/// A tenant's daily figures of outcomes, over all channels.
public struct ListOutcomeRollups: PostgresStatement {
  public typealias Row = OutcomeRollup

  private let span: RollupSpan

  public init(_ span: RollupSpan) {
    self.span = span
  }

  public static let sql = """
    SELECT day - DATE '1970-01-01', NULLIF(rep_id, ''), action_type, outcome_type, is_primary,
      sum(pending_count)::bigint, sum(positive_count)::bigint, sum(negative_count)::bigint,
      sum(ambiguous_count)::bigint, sum(expired_count)::bigint, sum(labelled_count)::bigint,
      sum(sample_count)::bigint, sum(sample_weight_micros)::bigint, sum(sample_confidence_micros)::bigint,
      sum(sample_outcome_micros)::bigint
    FROM learning.outcome_rollups
    WHERE \(RollupSpan.condition)
    GROUP BY day, rep_id, action_type, outcome_type, is_primary
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(span)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> OutcomeRollup {
    OutcomeRollup(
      day: UTCDay(number: Int(try row.int32())),
      repID: try row.optionalString().map(RepID.init),
      actionType: ActionType(try row.string()),
      channel: nil,
      outcomeType: try row.word(),
      isPrimary: try row.bool(),
      statuses: try StatusCounts(&row),
      samples: SampleSums(
        count: try row.int64(),
        weightMicros: try row.int64(),
        confidenceMicros: try row.int64(),
        outcomeMicros: try row.int64()
      )
    )
  }
}
