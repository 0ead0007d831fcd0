public import Calibration
public import EventModel
import PostgresClient

/// What is in force for one action type, as its row keeps it.
public struct StateRow: Hashable, Sendable {
  public let key: CalibrationKey
  public let state: CalibrationState
  /// Rises with every change of what Redis shows.
  public let revision: Int64
  /// The revision that Redis has; 0 is none.
  public let publishedRevision: Int64
  public let updatedAt: Timestamp
  /// The recalibration map in force; `nil` is none.
  public let mapVersion: Int64?

  public init(
    key: CalibrationKey,
    state: CalibrationState,
    revision: Int64,
    publishedRevision: Int64,
    updatedAt: Timestamp,
    mapVersion: Int64? = nil
  ) {
    self.key = key
    self.state = state
    self.revision = revision
    self.publishedRevision = publishedRevision
    self.updatedAt = updatedAt
    self.mapVersion = mapVersion
  }

  init(_ row: inout PostgresRowReader) throws(PostgresError) {
    key = CalibrationKey(tenantID: try row.identifier(), actionType: ActionType(try row.string()))
    let correction = Correction(confidenceScaling: try row.double(), escalationThreshold: try row.double())
    state = CalibrationState(
      correction: correction,
      version: try row.int64(),
      mode: try row.word(),
      isFrozen: try row.bool(),
      isAtBound: try row.bool(),
      verdict: try row.word(),
      previousSignal: try row.optionalDouble(),
      lastAdjustedAt: try row.optionalTime(),
      judgedSampleCount: try row.int64()
    )
    revision = try row.int64()
    publishedRevision = try row.int64()
    updatedAt = try row.time()
    mapVersion = try row.optionalInt64()
  }

  static let columns = """
    state.tenant_id, state.action_type, state.confidence_scaling, state.escalation_threshold, state.version, state.mode,
      state.frozen, state.at_bound, state.verdict, state.previous_signal, state.last_adjusted_at,
      state.judged_sample_count, state.revision, state.published_revision, state.updated_at,
      state.map_version
    """
}

extension PostgresParameters {
  mutating func append(_ keys: [CalibrationKey]) {
    append(keys.map(\.tenantID.uuid))
    append(keys.map(\.actionType.text))
  }
}
