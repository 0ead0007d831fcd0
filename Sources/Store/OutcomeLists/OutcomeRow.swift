public import EventModel
import PostgresClient
public import Resolution

/// One outcome record as people read it.
public struct OutcomeRow: Sendable {
  public let id: OutcomeID
  public let actionEventID: EventID
  public let actionID: ActionID
  public let conversationID: ConversationID
  public let dealID: String?
  public let repID: String?
  public let actionType: ActionType
  public let channel: String?
  public let predictedConfidence: Double
  public let outcomeType: OutcomeType
  public let status: OutcomeStatus
  public let score: Double?
  public let signalSource: SignalSource?
  public let signalEventID: EventID?
  public let evidenceWeight: Double
  public let revision: Int64
  public let isPrimary: Bool
  public let actedAt: Timestamp
  public let windowExpiresAt: Timestamp
  public let resolvedAt: Timestamp?
  public let updatedAt: Timestamp

  static let columns = """
    outcome_id, action_event_id, action_id, conversation_state_id, deal_id, rep_id, action_type, channel,
    predicted_confidence, outcome_type, outcome_status, outcome_score, signal_source, signal_event_id, evidence_weight,
    revision, is_primary, acted_at, window_expires_at, resolved_at, updated_at
    """

  init(_ row: inout PostgresRowReader) throws(PostgresError) {
    id = try row.identifier()
    actionEventID = try row.identifier()
    actionID = ActionID(try row.string())
    conversationID = try row.identifier()
    dealID = try row.optionalString()
    repID = try row.optionalString()
    actionType = ActionType(try row.string())
    channel = try row.optionalString()
    predictedConfidence = try row.double()
    outcomeType = try row.word()
    status = try row.word()
    score = try row.optionalDouble()
    signalSource = try row.optionalWord()
    signalEventID = try row.optionalIdentifier()
    evidenceWeight = try row.double()
    revision = try row.int64()
    isPrimary = try row.bool()
    actedAt = try row.time()
    windowExpiresAt = try row.time()
    resolvedAt = try row.optionalTime()
    updatedAt = try row.time()
  }
}
