public import EventModel
public import Feedback
public import PostgresClient

/// The open escalations and the stage changes of a tenant's newest days: what deserves a question.
///
/// A stage change is an action whose outcome of a deal's progress an automatic signal decided.
public struct ListPromptCandidates: PostgresStatement {
  public struct Row: Sendable {
    public let candidate: PromptCandidate
    public let actionType: ActionType
    public let rep: String?
    public let outcomeID: OutcomeID
  }

  private let tenant: TenantID
  private let scope: RepScope
  private let from: Timestamp
  private let countMax: Int

  public init(of tenant: TenantID, scope: RepScope, from: Timestamp, countMax: Int) {
    self.tenant = tenant
    self.scope = scope
    self.from = from
    self.countMax = countMax
  }

  public static let sql = """
    SELECT outcome_id, action_event_id, conversation_state_id, outcome_type, outcome_status, action_type, rep_id, acted_at
    FROM learning.outcome_records
    WHERE tenant_id = $1 AND acted_at >= $2
      AND (
        outcome_type = 'escalation_result' AND outcome_status IN ('pending', 'ambiguous')
        OR outcome_type = 'deal_progression' AND signal_event_id IS NOT NULL
      )
      AND ($3::text[] IS NULL OR rep_id = ANY($3) OR $4 AND rep_id IS NULL)
    ORDER BY acted_at DESC, outcome_id DESC
    LIMIT $5
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(PostgresTimestamp(from))
    parameters.append(scope)
    parameters.append(Int64(countMax))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let outcomeID: OutcomeID = try row.identifier()
    let action: EventID = try row.identifier()
    let conversation: ConversationID = try row.identifier()
    let type: OutcomeType = try row.word()
    let status: OutcomeStatus = try row.word()
    let actionType = ActionType(try row.string())
    let rep = try row.optionalString()
    let candidate = PromptCandidate(
      target: FeedbackTarget(.decision, id: action.description),
      conversationID: conversation,
      kind: type == .escalationResult ? .escalation(status) : .stageChange,
      happenedAt: try row.time()
    )
    return Row(candidate: candidate, actionType: actionType, rep: rep, outcomeID: outcomeID)
  }
}
