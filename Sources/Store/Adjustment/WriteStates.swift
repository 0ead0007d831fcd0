public import Calibration
public import EventModel
public import PostgresClient

/// Writes states; the caller holds them. What Redis shows of those that are announced is published again.
public struct WriteStates: PostgresStatement {
  /// A state and what becomes of it.
  public struct Change: Sendable {
    public let key: CalibrationKey
    public let state: CalibrationState
    /// Whether something changed that Redis shows.
    public let isAnnounced: Bool

    public init(key: CalibrationKey, state: CalibrationState, isAnnounced: Bool) {
      self.key = key
      self.state = state
      self.isAnnounced = isAnnounced
    }
  }

  private let changes: [Change]
  private let now: Timestamp

  public init(_ changes: [Change], now: Timestamp) {
    self.changes = changes
    self.now = now
  }

  public static let sql = """
    UPDATE learning.calibration_state AS state
    SET confidence_scaling = changed.confidence_scaling, escalation_threshold = changed.escalation_threshold,
      version = changed.version, mode = changed.mode, frozen = changed.frozen, at_bound = changed.at_bound,
      verdict = changed.verdict, previous_signal = changed.previous_signal,
      last_adjusted_at = changed.last_adjusted_at, judged_sample_count = changed.judged_sample_count,
      revision = CASE WHEN changed.announced THEN \(StateRevision.sql(now: "$14", former: "state.revision"))
        ELSE state.revision END,
      updated_at = $14
    FROM unnest(
      $1::uuid[], $2::text[], $3::float8[], $4::float8[], $5::int8[], $6::text[], $7::bool[], $8::bool[], $9::text[],
      $10::float8[], $11::timestamptz[], $12::int8[], $13::bool[])
      AS changed (
        tenant_id, action_type, confidence_scaling, escalation_threshold, version, mode, frozen, at_bound, verdict,
        previous_signal, last_adjusted_at, judged_sample_count, announced)
    WHERE state.tenant_id = changed.tenant_id AND state.action_type = changed.action_type
    """

  public func bind(_ parameters: inout PostgresParameters) {
    let states = changes.map(\.state)
    parameters.append(changes.map(\.key))
    parameters.append(states.map(\.correction.confidenceScaling))
    parameters.append(states.map(\.correction.escalationThreshold))
    parameters.append(states.map(\.version))
    parameters.append(states.map(\.mode.rawValue))
    parameters.append(states.map(\.isFrozen))
    parameters.append(states.map(\.isAtBound))
    parameters.append(states.map(\.verdict.rawValue))
    parameters.append(states.map(\.previousSignal))
    parameters.append(states.map { $0.lastAdjustedAt.map(PostgresTimestamp.init) })
    parameters.append(states.map(\.judgedSampleCount))
    parameters.append(changes.map(\.isAnnounced))
    parameters.append(PostgresTimestamp(now))
  }
}
