public import Calibration
import EventModel
public import PostgresClient

/// How long an action type's actions of a period waited for an answer, as counts by whole minutes, rounded up: at most as
/// many rows as the longest window has minutes.
///
/// What an automatic decision ended was answered then. Everything else is censored: what is pending when it was looked
/// at, what expired at the end of its window, and what a person labelled at the label, because the time of its answer
/// isn't kept.
public struct CountAnswers: PostgresStatement {
  public struct Row: Hashable, Sendable {
    public let minute: Int64
    public let answeredCount: Int64
    public let censoredCount: Int64
  }

  private let key: CalibrationKey
  private let period: SamplePeriod

  /// - Parameter period: its `now` is when actions were looked at; those after it aren't counted.
  public init(of key: CalibrationKey, in period: SamplePeriod) {
    self.key = key
    self.period = period
  }

  public static let sql = """
    SELECT minute, count(*) FILTER (WHERE is_answered), count(*) FILTER (WHERE NOT is_answered)
    FROM (
      SELECT is_answered, greatest(ceil(extract(epoch FROM ended_at - acted_at) / 60), 0)::int8 AS minute
      FROM (
        SELECT acted_at, window_expires_at, resolved_at,
          coalesce(
            signal_source = 'automatic' AND outcome_status IN ('positive', 'negative', 'ambiguous')
              AND resolved_at <= $5, false) AS is_answered,
          signal_source = 'human_label' AS is_labelled
        FROM learning.outcome_records
        WHERE tenant_id = $1 AND action_type = $2 AND is_primary AND acted_at <= $5
          AND acted_at >= coalesce($3::timestamptz, '-infinity') AND acted_at < coalesce($4::timestamptz, 'infinity')
      ) AS outcome,
      LATERAL (
        SELECT CASE WHEN is_answered THEN resolved_at
          ELSE least($5, window_expires_at, CASE WHEN is_labelled THEN resolved_at END) END AS ended_at
      ) AS ending
    ) AS wait
    GROUP BY minute
    ORDER BY minute
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.actionType.text)
    parameters.append(period)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(minute: try row.int64(), answeredCount: try row.int64(), censoredCount: try row.int64())
  }
}
