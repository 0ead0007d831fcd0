import Calibration
public import EventModel
public import PostgresClient

/// Writes bins; the caller holds them.
public struct WriteBins: PostgresStatement {
  private let rows: [BinRow]
  private let now: Timestamp

  public init(_ rows: [BinRow], now: Timestamp) {
    self.rows = rows
    self.now = now
  }

  public static let sql = """
    UPDATE learning.calibration_bins AS bin
    SET sample_count = written.sample_count, weight_sum = written.weight_sum,
      weight_square_sum = written.weight_square_sum, outcome_sum = written.outcome_sum,
      confidence_mean = written.confidence_mean, confidence_m2 = written.confidence_m2,
      brier_sum = written.brier_sum, last_updated = $11
    FROM unnest(
      $1::uuid[], $2::text[], $3::int2[], $4::int8[], $5::float8[], $6::float8[], $7::float8[], $8::float8[],
      $9::float8[], $10::float8[])
      AS written (
        tenant_id, action_type, bin_index, sample_count, weight_sum, weight_square_sum, outcome_sum, confidence_mean,
        confidence_m2, brier_sum)
    WHERE bin.tenant_id = written.tenant_id AND bin.action_type = written.action_type
      AND bin.bin_index = written.bin_index
    """

  public func bind(_ parameters: inout PostgresParameters) {
    let statistics = rows.map(\.statistics)
    parameters.append(rows.map(\.key))
    parameters.append(statistics.map(\.sampleCount))
    parameters.append(statistics.map(\.weightSum))
    parameters.append(statistics.map(\.weightSquareSum))
    parameters.append(statistics.map(\.outcomeSum))
    parameters.append(statistics.map(\.confidenceMean))
    parameters.append(statistics.map(\.confidenceM2))
    parameters.append(statistics.map(\.brierSum))
    parameters.append(PostgresTimestamp(now))
  }
}
