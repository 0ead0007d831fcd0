public import Calibration
import EventModel
public import PostgresClient

/// How many samples of a period there are, matured or not, and how much the matured ones weigh.
public struct CountPeriodSamples: PostgresStatement {
  public struct Row: Hashable, Sendable {
    public let maturedCount: Int64
    public let unmaturedCount: Int64
    /// The sum of w of the matured ones.
    public let weightSum: Double
  }

  private let key: CalibrationKey
  private let period: SamplePeriod

  public init(of key: CalibrationKey, in period: SamplePeriod) {
    self.key = key
    self.period = period
  }

  // An action comes before the end of its window, so that the index finds those of the period.
  public static let sql = """
    SELECT count(*) FILTER (WHERE window_expires_at <= $5), count(*) FILTER (WHERE window_expires_at > $5),
      coalesce(sum(weight) FILTER (WHERE window_expires_at <= $5), 0)
    FROM learning.calibration_samples
    WHERE tenant_id = $1 AND action_type = $2 AND state = 'present'
      AND window_expires_at >= coalesce($3::timestamptz, '-infinity')
      AND acted_at >= coalesce($3, '-infinity') AND acted_at < coalesce($4::timestamptz, 'infinity')
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.actionType.text)
    parameters.append(period)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(maturedCount: try row.int64(), unmaturedCount: try row.int64(), weightSum: try row.double())
  }
}
