public import Calibration
public import EventModel
public import PostgresClient

/// Makes the states of action types that have none, as every action type begins.
public struct CreateStates: PostgresStatement {
  private let keys: [CalibrationKey]
  private let now: Timestamp

  public init(_ keys: some Sequence<CalibrationKey>, now: Timestamp) {
    self.keys = keys.sorted()
    self.now = now
  }

  public static let sql = """
    INSERT INTO learning.calibration_state (
      tenant_id, action_type, confidence_scaling, escalation_threshold, version, mode, frozen, at_bound, verdict,
      judged_sample_count, revision, published_revision, updated_at)
    SELECT wanted.tenant_id, wanted.action_type, \(Correction.initial.confidenceScaling),
      \(Correction.initial.escalationThreshold), 0, '\(CalibrationMode.auto.rawValue)', false, false,
      '\(CalibrationVerdict.insufficientData.rawValue)', 0, \(StateRevision.sql(now: "$3")), 0, $3
    FROM unnest($1::uuid[], $2::text[]) AS wanted (tenant_id, action_type)
    WHERE NOT EXISTS (
      SELECT FROM learning.calibration_state AS state
      WHERE state.tenant_id = wanted.tenant_id AND state.action_type = wanted.action_type)
    ORDER BY wanted.tenant_id, wanted.action_type
    ON CONFLICT (tenant_id, action_type) DO NOTHING
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
    parameters.append(PostgresTimestamp(now))
  }
}

/// Revisions of what Redis shows. They follow the time, so that a database that was made anew goes on above what an
/// older one published.
enum StateRevision {
  /// - Parameters:
  ///   - now: an expression of the time.
  ///   - former: an expression of the revision that is replaced.
  static func sql(now: String, former: String? = nil) -> String {
    let time = "(extract(epoch FROM \(now)::timestamptz) * 1000000)::int8"
    return former.map { "greatest(\($0) + 1, \(time))" } ?? "greatest(1, \(time))"
  }
}
