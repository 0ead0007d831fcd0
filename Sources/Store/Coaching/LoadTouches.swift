public import Coaching
public import EventModel
public import PostgresClient

/// Where some actions stand in their conversations, and what only their events say of them.
public struct LoadTouches: PostgresStatement {
  public struct Row: Sendable {
    public let eventID: EventID
    /// Which action of its conversation it is, from 1.
    public let position: Int
    /// Since the action before it, not negative; `nil` for the first.
    public let pause: TimeInterval?
    /// `nil` where the action names none; so with the others.
    public let dealStage: StageName?
    public let persona: PersonaName?
    public let escalationTrigger: EscalationTrigger?
  }

  private let conversations: [DatedConversation]
  private let actions: [EventID]

  /// - Parameters:
  ///   - conversations: each once; every action of them is counted, whoever it was for and whenever it was.
  ///   - actions: the ones that are answered.
  public init(_ actions: [EventID], in conversations: [DatedConversation]) {
    self.actions = actions
    self.conversations = conversations
  }

  public static let sql = """
    SELECT event_id, occurred_at, position, previous_at, nullif(deal_stage, ''), nullif(payload ->> 'persona', ''),
      nullif(payload ->> 'escalation_trigger', '')
    FROM (
      SELECT event.event_id, event.occurred_at, event.deal_stage, event.payload,
        row_number() OVER sequence AS position, lag(event.occurred_at) OVER sequence AS previous_at
      FROM \(DatedConversation.unnested)
        AS wanted (tenant_id, conversation_state_id, events_from, events_to)
      CROSS JOIN LATERAL (\(DatedConversation.events)) AS event
      WHERE event.event_type = 'agent.action'
      WINDOW sequence AS (PARTITION BY wanted.conversation_state_id ORDER BY event.occurred_at, event.event_id)
    ) AS touch
    WHERE event_id = ANY ($7::uuid[])
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(conversations)
    parameters.append(actions.map(\.uuid))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let (eventID, time): (EventID, Timestamp) = (try row.identifier(), try row.time())
    return Row(
      eventID: eventID,
      position: Int(try row.int64()),
      pause: try row.optionalTime().map { time - $0 },
      dealStage: try row.optionalString().map { StageName($0) },
      persona: try row.optionalString().map { PersonaName($0) },
      escalationTrigger: try row.optionalString().map { EscalationTrigger($0) }
    )
  }
}
