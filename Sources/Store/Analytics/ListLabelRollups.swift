public import Analytics
import Coaching
import EventModel
public import PostgresClient

/// What people said that outcomes were, by the day of the action. Labels are few: they are counted as they lie.
public struct ListLabelRollups: PostgresStatement {
  public typealias Row = LabelRollup

  private let span: RollupSpan

  public init(_ span: RollupSpan) {
    self.span = span
  }

  // The latest act of each outcome holds. What was decided automatically before isn't kept, so nothing is said of agreement.
  public static let sql = """
    SELECT (outcome.acted_at AT TIME ZONE 'UTC')::date - DATE '1970-01-01', outcome.rep_id, outcome.outcome_type,
      count(*) FILTER (WHERE label.status = 'positive'), count(*) FILTER (WHERE label.status = 'negative')
    FROM (
      SELECT DISTINCT ON (outcome_id) outcome_id, status FROM learning.outcome_labels
      WHERE tenant_id = $1
      ORDER BY outcome_id, labelled_at DESC, label_id DESC
    ) AS label
    JOIN learning.outcome_records AS outcome ON outcome.tenant_id = $1 AND outcome.outcome_id = label.outcome_id
    WHERE label.status <> 'withdrawn'
      AND outcome.acted_at >= (DATE '1970-01-01' + $2::integer)::timestamp AT TIME ZONE 'UTC'
      AND outcome.acted_at < (DATE '1970-01-01' + $3::integer + 1)::timestamp AT TIME ZONE 'UTC'
      AND ($4::text[] IS NULL OR outcome.rep_id = ANY($4))
    GROUP BY 1, 2, 3
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(span)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> LabelRollup {
    LabelRollup(
      day: UTCDay(number: Int(try row.int32())),
      repID: try row.optionalString().map(RepID.init),
      outcomeType: try row.word(),
      positiveCount: try row.int64(),
      negativeCount: try row.int64()
    )
  }
}
