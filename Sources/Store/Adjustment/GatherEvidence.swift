public import Calibration
public import EventModel
public import PostgresClient

/// The samples that judgements of some action types may count (SEMANTICS section 5, rule 1), summed up by bin.
public struct GatherEvidence: PostgresStatement {
  /// One bin that has samples.
  public struct Row: Sendable {
    /// Of the state that asked.
    public let index: Int
    public let binIndex: Int
    public let bin: EvidenceBin
  }

  private let states: [(key: CalibrationKey, state: CalibrationState)]
  private let now: Timestamp

  public init(for states: [(key: CalibrationKey, state: CalibrationState)], asOf now: Timestamp) {
    self.states = states
    self.now = now
  }

  // An action comes before the end of its window, so that the index finds those after the last adjustment.
  public static let sql = """
    SELECT wanted.position, evidence.*
    FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::int8[]) WITH ORDINALITY
      AS wanted (tenant_id, action_type, adjusted_at, version, position)
    CROSS JOIN LATERAL (
      SELECT width_bucket(sample.predicted_confidence, \(SampleBins.thresholds)) AS bin_index, count(*), sum(sample.weight),
        sum(sample.weight * sample.outcome), sum(sample.weight * sample.predicted_confidence),
        sum(sample.weight * sample.weight * sample.predicted_confidence * (1 - sample.predicted_confidence))
      FROM learning.calibration_samples AS sample
      WHERE sample.tenant_id = wanted.tenant_id AND sample.action_type = wanted.action_type
        AND sample.state = 'present' AND sample.window_expires_at <= $5
        AND sample.window_expires_at > coalesce(wanted.adjusted_at, '-infinity')
        AND sample.acted_at > coalesce(wanted.adjusted_at, '-infinity')
        AND (sample.calibration_version IS NULL OR sample.calibration_version = wanted.version)
      GROUP BY 1
    ) AS evidence
    ORDER BY wanted.position, evidence.bin_index
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(states.map(\.key))
    parameters.append(states.map { $0.state.lastAdjustedAt.map(PostgresTimestamp.init) })
    parameters.append(states.map(\.state.version))
    parameters.append(PostgresTimestamp(now))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let position = try row.int64()
    return Row(
      index: Int(position) - 1,
      binIndex: Int(try row.int32()),
      bin: EvidenceBin(
        sampleCount: try row.int64(),
        weightSum: try row.double(),
        outcomeSum: try row.double(),
        confidenceSum: try row.double(),
        varianceSum: try row.double()
      )
    )
  }
}
