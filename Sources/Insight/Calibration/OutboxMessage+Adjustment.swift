import Calibration
import EventModel
import FoundationEssentials
public import Store

extension OutboxMessage {
  /// The event that tells the agent of an applied change. Its id follows from the version, so that it is the same event
  /// however often it is published.
  public init(announcing row: AdjustmentRow, version: Int64) {
    let adjustment = CalibrationAdjustment(
      actionType: row.key.actionType,
      version: version,
      kind: row.kind,
      confidenceScaling: row.after.confidenceScaling,
      escalationThreshold: row.after.escalationThreshold,
      scalingBefore: row.before.confidenceScaling,
      thresholdBefore: row.before.escalationThreshold,
      gap: row.gap,
      sampleCount: row.sampleCount,
      decidedAt: row.decidedAt,
      decidedBy: row.decidedBy,
      reason: row.reason
    )
    self.init(
      tenantID: row.key.tenantID,
      eventID: EventID(
        UUID(namespace: row.key.tenantID.uuid, name: "\(row.key.actionType.text)/calibration.adjusted/\(version)")
      ),
      eventType: .calibrationAdjusted,
      occurredAt: row.decidedAt,
      data: String(decoding: JSONWriter.compact(adjustment.data), as: UTF8.self)
    )
  }
}
