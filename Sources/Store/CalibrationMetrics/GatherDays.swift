public import Calibration
public import EventModel
public import PostgresClient

/// An action type's samples of a period by the UTC day of their actions: the matured ones summed up by bin, the others
/// counted.
public struct GatherDays: PostgresStatement {
  /// One bin of one day.
  public struct Row: Sendable {
    /// The beginning of the day.
    public let day: Timestamp
    public let binIndex: Int
    public let unmaturedCount: Int64
    /// Of the matured ones.
    public let statistics: BinStatistics
  }

  private let key: CalibrationKey
  private let period: SamplePeriod

  public init(of key: CalibrationKey, in period: SamplePeriod) {
    self.key = key
    self.period = period
  }

  // Deviations are taken from the bin's lower bound: squares of the confidences themselves would cancel away their
  // digits.
  public static let sql = """
    SELECT day, bin_index, count(*) FILTER (WHERE NOT is_matured), count(*) FILTER (WHERE is_matured),
      coalesce(sum(weight) FILTER (WHERE is_matured), 0),
      coalesce(sum(weight * weight) FILTER (WHERE is_matured), 0),
      coalesce(sum(weight * outcome) FILTER (WHERE is_matured), 0),
      coalesce(sum(weight * deviation) FILTER (WHERE is_matured), 0),
      coalesce(sum(weight * deviation * deviation) FILTER (WHERE is_matured), 0),
      coalesce(sum(weight * (predicted_confidence - outcome) ^ 2) FILTER (WHERE is_matured), 0)
    FROM (
      SELECT date_trunc('day', acted_at, 'UTC') AS day, bin_index, window_expires_at <= $5 AS is_matured, weight,
        outcome, predicted_confidence, predicted_confidence - bin_index / 10.0::float8 AS deviation
      FROM learning.calibration_samples,
        width_bucket(predicted_confidence, \(SampleBins.thresholds)) AS bin_index
      WHERE tenant_id = $1 AND action_type = $2 AND state = 'present'
        AND window_expires_at >= coalesce($3::timestamptz, '-infinity')
        AND acted_at >= coalesce($3, '-infinity') AND acted_at < coalesce($4::timestamptz, 'infinity')
    ) AS sample
    GROUP BY day, bin_index
    ORDER BY day, bin_index
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.actionType.text)
    parameters.append(period)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let day = try row.time()
    let binIndex = Int(try row.int32())
    let unmaturedCount = try row.int64()
    let (sampleCount, weightSum, weightSquareSum) = (try row.int64(), try row.double(), try row.double())
    let outcomeSum = try row.double()
    let (deviationSum, squareSum) = (try row.double(), try row.double())
    let deviation = weightSum > 0 ? deviationSum / weightSum : 0
    let statistics = BinStatistics(
      sampleCount: sampleCount,
      weightSum: weightSum,
      weightSquareSum: weightSquareSum,
      outcomeSum: outcomeSum,
      confidenceMean: weightSum > 0 ? ConfidenceBin(index: binIndex).lower + deviation : 0,
      confidenceM2: max(squareSum - deviationSum * deviation, 0),
      brierSum: try row.double()
    )
    return Row(day: day, binIndex: binIndex, unmaturedCount: unmaturedCount, statistics: statistics)
  }
}
