public import Calibration
public import EventModel
public import FoundationEssentials
import PostgresClient

/// A change of a correction, or the proposal of one, as its row keeps it.
public struct AdjustmentRow: Sendable {
  public enum Status: String, CaseIterable, Sendable {
    case applied
    /// Waits for a person.
    case proposed
    case rejected
  }

  public let key: CalibrationKey
  public let adjustmentID: UUID
  /// `nil` until applied.
  public let version: Int64?
  public let proposedAt: Timestamp
  /// When it was applied or rejected; of an open proposal, when it was made.
  public let decidedAt: Timestamp
  public let kind: CalibrationAdjustment.Kind
  public let status: Status
  /// `nil` for a rollback, as the three after it.
  public let gap: Double?
  public let signal: Double?
  public let step: Double?
  public let sampleCount: Int64?
  public let before: Correction
  public let after: Correction
  /// JSON text of the evidence; `nil` for a rollback.
  public let evidence: String?
  public let reason: String
  /// `nil`: Reckoner itself.
  public let decidedBy: String?

  public init(
    key: CalibrationKey,
    adjustmentID: UUID,
    version: Int64?,
    proposedAt: Timestamp,
    decidedAt: Timestamp,
    kind: CalibrationAdjustment.Kind,
    status: Status,
    gap: Double?,
    signal: Double?,
    step: Double?,
    sampleCount: Int64?,
    before: Correction,
    after: Correction,
    evidence: String?,
    reason: String,
    decidedBy: String?
  ) {
    self.key = key
    self.adjustmentID = adjustmentID
    self.version = version
    self.proposedAt = proposedAt
    self.decidedAt = decidedAt
    self.kind = kind
    self.status = status
    self.gap = gap
    self.signal = signal
    self.step = step
    self.sampleCount = sampleCount
    self.before = before
    self.after = after
    self.evidence = evidence
    self.reason = reason
    self.decidedBy = decidedBy
  }

  init(_ row: inout PostgresRowReader) throws(PostgresError) {
    key = CalibrationKey(tenantID: try row.identifier(), actionType: ActionType(try row.string()))
    adjustmentID = try row.uuid()
    version = try row.optionalInt64()
    proposedAt = try row.time()
    decidedAt = try row.time()
    kind = try row.word()
    status = try row.word()
    gap = try row.optionalDouble()
    signal = try row.optionalDouble()
    step = try row.optionalDouble()
    sampleCount = try row.optionalInt64()
    let (scalingBefore, scalingAfter) = (try row.double(), try row.double())
    let (thresholdBefore, thresholdAfter) = (try row.double(), try row.double())
    before = Correction(confidenceScaling: scalingBefore, escalationThreshold: thresholdBefore)
    after = Correction(confidenceScaling: scalingAfter, escalationThreshold: thresholdAfter)
    evidence = try row.optionalJSON()?.text
    reason = try row.string()
    decidedBy = try row.optionalString()
  }

  static let columns = """
    tenant_id, action_type, adjustment_id, version, proposed_at, decided_at, kind, status, gap, signal, step,
      sample_count, scaling_before, scaling_after, threshold_before, threshold_after, evidence, reason, decided_by
    """
}
