public import EventModel
public import PostgresClient

/// What was last said to the aggregators of a conversation's outcomes.
public struct LoadLatestSamples: PostgresStatement {
  public typealias Row = CalibrationUpdate

  private let key: ConversationKey

  public init(of key: ConversationKey) {
    self.key = key
  }

  public static let sql = """
    SELECT outcome.outcome_id, outcome.revision, outcome.sample_state, outcome.action_type,
      outcome.predicted_confidence, outcome.outcome_status, outcome.evidence_weight, outcome.outcome_type,
      outcome.acted_at, outcome.resolved_at, outcome.window_expires_at, event.calibration_version
    FROM learning.outcome_records AS outcome
    LEFT JOIN learning.events AS event
      ON event.tenant_id = outcome.tenant_id AND event.conversation_state_id = outcome.conversation_state_id
        AND event.occurred_at = outcome.acted_at AND event.event_id = outcome.action_event_id
    WHERE outcome.tenant_id = $1 AND outcome.conversation_state_id = $2 AND outcome.sample_state <> 'none'
    ORDER BY outcome.outcome_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(key.tenantID.uuid)
    parameters.append(key.conversationID.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> CalibrationUpdate {
    try CalibrationUpdate(try row.identifier(), &row)
  }
}
