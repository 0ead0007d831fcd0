import EventModel
import PostgresClient

extension CalibrationUpdate {
  /// What the outcome says now, by the columns behind its id: revision, sample_state, action_type, predicted_confidence,
  /// outcome_status, evidence_weight, outcome_type, acted_at, resolved_at, window_expires_at, calibration_version.
  init(_ outcomeID: OutcomeID, _ row: inout PostgresRowReader) throws(PostgresError) {
    let revision = try row.int64()
    let isPresent = try row.string() == "present"
    let actionType = ActionType(try row.string())
    let predictedConfidence = try row.double()
    let status: OutcomeStatus = try row.word()
    let weight = try row.double()
    self.init(
      outcomeID: outcomeID,
      revision: revision,
      state: isPresent ? .present : .retracted,
      actionType: actionType,
      predictedConfidence: predictedConfidence,
      outcome: isPresent ? status == .positive : nil,
      weight: isPresent ? weight : nil,
      outcomeType: try row.word(),
      status: status,
      actedAt: try row.time(),
      resolvedAt: try row.optionalTime(),
      windowExpiresAt: try row.time(),
      calibrationVersion: try row.optionalInt64()
    )
  }
}
