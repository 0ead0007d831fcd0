public import EventModel
import PostgresClient

/// The latest update of one outcome's sample, as its row keeps it.
public struct SampleRow: Hashable, Sendable {
  public let key: SampleKey
  public let revision: Int64
  public let state: CalibrationUpdate.State
  public let actionType: ActionType
  public let predictedConfidence: Double
  public let outcome: Bool?
  public let weight: Double?
  public let calibrationVersion: Int64?
  public let actedAt: Timestamp
  public let windowExpiresAt: Timestamp

  public init(tenantID: TenantID, update: CalibrationUpdate) {
    key = SampleKey(tenantID: tenantID, outcomeID: update.outcomeID)
    revision = update.revision
    state = update.state
    actionType = update.actionType
    predictedConfidence = update.predictedConfidence
    outcome = update.outcome
    weight = update.weight
    calibrationVersion = update.calibrationVersion
    actedAt = update.actedAt
    windowExpiresAt = update.windowExpiresAt
  }

  init(_ row: inout PostgresRowReader) throws(PostgresError) {
    key = SampleKey(tenantID: try row.identifier(), outcomeID: try row.identifier())
    revision = try row.int64()
    state = try row.word()
    actionType = ActionType(try row.string())
    predictedConfidence = try row.double()
    outcome = try row.optionalInt16().map { $0 == 1 }
    weight = try row.optionalDouble()
    calibrationVersion = try row.optionalInt64()
    actedAt = try row.time()
    windowExpiresAt = try row.time()
  }

  static let columns = """
    tenant_id, outcome_id, revision, state, action_type, predicted_confidence, outcome, weight, calibration_version,
      acted_at, window_expires_at
    """
}

extension PostgresParameters {
  /// The columns of ``SampleRow/columns``, in their order.
  mutating func append(_ rows: [SampleRow]) {
    append(rows.map(\.key.tenantID.uuid))
    append(rows.map(\.key.outcomeID.uuid))
    append(rows.map(\.revision))
    append(rows.map(\.state.rawValue))
    append(rows.map(\.actionType.text))
    append(rows.map(\.predictedConfidence))
    append(rows.map { $0.outcome.map { $0 ? Int16(1) : Int16(0) } })
    append(rows.map(\.weight))
    append(rows.map(\.calibrationVersion))
    append(rows.map { PostgresTimestamp($0.actedAt) })
    append(rows.map { PostgresTimestamp($0.windowExpiresAt) })
  }
}
