public import EventModel
public import PostgresClient

/// What became of the actions of some conversations, as calibration counts it: the actions whose primary outcome has a
/// sample.
public struct ListActionSuccess: PostgresStatement {
  public struct Row: Sendable {
    public let conversationID: ConversationID
    public let actionEventID: EventID
    public let actionID: ActionID
    public let outcomeID: OutcomeID
    public let didSucceed: Bool
  }

  private let conversations: [ConversationID]
  private let tenant: TenantID

  public init(in conversations: some Sequence<ConversationID>, of tenant: TenantID) {
    self.conversations = Array(conversations)
    self.tenant = tenant
  }

  public static let sql = """
    SELECT outcome.conversation_state_id, outcome.action_event_id, outcome.action_id, outcome.outcome_id,
      sample.outcome = 1
    FROM learning.outcome_records AS outcome
    JOIN learning.calibration_samples AS sample USING (tenant_id, outcome_id)
    WHERE outcome.tenant_id = $1 AND outcome.conversation_state_id = ANY($2) AND outcome.is_primary
      AND sample.state = 'present' AND sample.outcome IS NOT NULL
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(conversations.map(\.uuid))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      conversationID: try row.identifier(),
      actionEventID: try row.identifier(),
      actionID: ActionID(try row.string()),
      outcomeID: try row.identifier(),
      didSucceed: try row.bool()
    )
  }
}
