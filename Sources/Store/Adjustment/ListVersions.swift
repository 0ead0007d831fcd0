public import Calibration
public import EventModel
public import PostgresClient

/// The versions of one action type's correction, in their order.
public struct ListVersions: PostgresStatement {
  public struct Row: Sendable {
    public let version: Int64
    public let decidedAt: Timestamp
    public let before: Correction
    public let after: Correction
  }

  private let key: CalibrationKey

  public init(of key: CalibrationKey) {
    self.key = key
  }

  public static let sql = """
    SELECT version, decided_at, scaling_before, threshold_before, scaling_after, threshold_after
    FROM learning.calibration_adjustments
    WHERE tenant_id = $1 AND action_type = $2 AND version IS NOT NULL
    ORDER BY version
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.actionType.text)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      version: try row.int64(),
      decidedAt: try row.time(),
      before: Correction(confidenceScaling: try row.double(), escalationThreshold: try row.double()),
      after: Correction(confidenceScaling: try row.double(), escalationThreshold: try row.double())
    )
  }
}
