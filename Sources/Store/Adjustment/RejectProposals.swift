public import Calibration
public import EventModel
public import PostgresClient

/// Closes the open proposals of some action types without applying them; the caller holds their states. Returns the
/// action types that had one.
public struct RejectProposals: PostgresStatement {
  public typealias Row = CalibrationKey

  private let keys: [CalibrationKey]
  private let note: String
  private let person: String?
  private let now: Timestamp

  /// - Parameters:
  ///   - note: why, a sentence; it is added to the proposal's reason.
  ///   - person: who rejects; `nil` is Reckoner itself.
  public init(_ keys: [CalibrationKey], note: String, by person: String?, now: Timestamp) {
    self.keys = keys
    self.note = note
    self.person = person
    self.now = now
  }

  public static let sql = """
    UPDATE learning.calibration_adjustments AS adjustment
    SET status = 'rejected', decided_at = $5, decided_by = $4, reason = adjustment.reason || ' ' || $3
    FROM unnest($1::uuid[], $2::text[]) AS wanted (tenant_id, action_type)
    WHERE adjustment.tenant_id = wanted.tenant_id AND adjustment.action_type = wanted.action_type
      AND adjustment.status = 'proposed'
    RETURNING adjustment.tenant_id, adjustment.action_type
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
    parameters.append(note)
    parameters.append(person)
    parameters.append(PostgresTimestamp(now))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> CalibrationKey {
    CalibrationKey(tenantID: try row.identifier(), actionType: ActionType(try row.string()))
  }
}
