public import Calibration
public import EventModel
public import PostgresClient

/// The next page of an action type's samples in the order in which they matured.
public struct PageMaturedSamples: PostgresStatement {
  public struct Row: Sendable {
    public let outcomeID: OutcomeID
    public let sample: RecordedSample
  }

  private let key: CalibrationKey
  private let last: Row?
  private let now: Timestamp
  private let countMax: Int

  /// - Parameter now: samples whose windows end later aren't matured.
  public init(of key: CalibrationKey, after last: Row?, asOf now: Timestamp, countMax: Int) {
    self.key = key
    self.last = last
    self.now = now
    self.countMax = countMax
  }

  public static let sql = """
    SELECT outcome_id, predicted_confidence, outcome, weight, acted_at, window_expires_at, calibration_version
    FROM learning.calibration_samples
    WHERE tenant_id = $1 AND action_type = $2 AND state = 'present' AND window_expires_at <= $3
      AND ($4::timestamptz IS NULL OR (window_expires_at, outcome_id) > ($4, $5::uuid))
    ORDER BY window_expires_at, outcome_id
    LIMIT $6
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.actionType.text)
    parameters.append(PostgresTimestamp(now))
    parameters.append(last.map { PostgresTimestamp($0.sample.windowExpiresAt) })
    parameters.append(last?.outcomeID.uuid)
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let outcomeID: OutcomeID = try row.identifier()
    let sample = CalibrationSample(
      confidence: try row.double(),
      outcome: try row.int16() == 1,
      weight: try row.double()
    )
    return Row(
      outcomeID: outcomeID,
      sample: RecordedSample(
        sample: sample,
        actedAt: try row.time(),
        windowExpiresAt: try row.time(),
        calibrationVersion: try row.optionalInt64()
      )
    )
  }
}
