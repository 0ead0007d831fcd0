public import Calibration
import EventModel
public import PostgresClient

/// The next page of an action type's matured samples of a period, as groups of equal confidences, ascending.
///
/// Each page looks at every sample above the last confidence, so pages are large: an agent that rounds has one.
public struct PageConfidenceGroups: PostgresStatement {
  public typealias Row = ConfidenceGroup

  private let key: CalibrationKey
  private let period: SamplePeriod
  private let last: Double?
  private let countMax: Int

  /// - Parameter last: groups above this confidence; `nil` is from the beginning.
  public init(of key: CalibrationKey, in period: SamplePeriod, after last: Double?, countMax: Int) {
    self.key = key
    self.period = period
    self.last = last
    self.countMax = countMax
  }

  public static let sql = """
    SELECT predicted_confidence, count(*), sum(weight), sum(weight * weight), sum(weight * outcome)
    FROM learning.calibration_samples
    WHERE tenant_id = $1 AND action_type = $2 AND state = 'present' AND window_expires_at <= $5
      AND window_expires_at >= coalesce($3::timestamptz, '-infinity')
      AND acted_at >= coalesce($3, '-infinity') AND acted_at < coalesce($4::timestamptz, 'infinity')
      AND predicted_confidence > coalesce($6::float8, -1)
    GROUP BY predicted_confidence
    ORDER BY predicted_confidence
    LIMIT $7
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.actionType.text)
    parameters.append(period)
    parameters.append(last)
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> ConfidenceGroup {
    let (confidence, sampleCount, weightSum) = (try row.double(), try row.int64(), try row.double())
    return ConfidenceGroup(
      confidence: confidence,
      sampleCount: sampleCount,
      weightSum: weightSum,
      weightSquareSum: try row.double(),
      // The server may add the two up in different orders.
      outcomeSum: min(try row.double(), weightSum)
    )
  }
}
