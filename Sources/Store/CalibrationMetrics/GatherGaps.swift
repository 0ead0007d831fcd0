public import Calibration
import EventModel
public import PostgresClient

/// The gaps p - y of an action type's matured samples of a period, summed up by bin.
public struct GatherGaps: PostgresStatement {
  /// One bin that has samples.
  public struct Row: Sendable {
    public let binIndex: Int
    public let gaps: GapStatistics
  }

  private let key: CalibrationKey
  private let period: SamplePeriod

  public init(of key: CalibrationKey, in period: SamplePeriod) {
    self.key = key
    self.period = period
  }

  public static let sql = """
    SELECT width_bucket(predicted_confidence, \(SampleBins.thresholds)) AS bin_index, count(*), sum(weight),
      sum(weight * gap), sum(weight * weight), sum(weight * weight * gap), sum(weight * weight * gap * gap)
    FROM (
      SELECT predicted_confidence, weight, predicted_confidence - outcome AS gap
      FROM learning.calibration_samples
      WHERE tenant_id = $1 AND action_type = $2 AND state = 'present' AND window_expires_at <= $5
        AND window_expires_at >= coalesce($3::timestamptz, '-infinity')
        AND acted_at >= coalesce($3, '-infinity') AND acted_at < coalesce($4::timestamptz, 'infinity')
    ) AS sample
    GROUP BY bin_index
    ORDER BY bin_index
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.actionType.text)
    parameters.append(period)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      binIndex: Int(try row.int32()),
      gaps: GapStatistics(
        sampleCount: try row.int64(),
        weightSum: try row.double(),
        sum: try row.double(),
        squareSum: try row.double(),
        squareValueSum: try row.double(),
        squareValueSquareSum: try row.double()
      )
    )
  }
}
