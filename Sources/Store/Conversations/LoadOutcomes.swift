import EventModel
public import PostgresClient
public import Resolution

/// Every outcome of some conversations, as far as the fold can change it, with the position of its conversation.
public struct LoadOutcomes: PostgresStatement {
  public struct Row: Sendable {
    public let index: Int
    public let outcome: StoredOutcome
  }

  private let conversations: [DatedConversation]

  public init(_ conversations: [DatedConversation]) {
    self.conversations = conversations
  }

  public static let sql = """
    SELECT wanted.position, outcome.outcome_id, outcome.revision, outcome.outcome_status, outcome.outcome_score,
      outcome.signal_source, outcome.signal_event_id, outcome.resolved_at, outcome.evidence_weight,
      outcome.window_expires_at, outcome.sample_state, outcome.expiry_seen_at
    FROM \(DatedConversation.unnested) WITH ORDINALITY
      AS wanted (tenant_id, conversation_state_id, events_from, events_to, position)
    CROSS JOIN LATERAL (\(DatedConversation.outcomes)) AS outcome
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(conversations)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      index: Int(try row.int64()) - 1,
      outcome: StoredOutcome(
        id: try row.identifier(),
        revision: try row.int64(),
        status: try row.word(),
        score: try row.optionalDouble(),
        signalSource: try row.optionalWord(),
        signalEventID: try row.optionalIdentifier(),
        resolvedAt: try row.optionalTime(),
        evidenceWeight: try row.double(),
        windowExpiresAt: try row.time(),
        sampleState: try row.word(),
        expirySeen: try row.optionalTime()
      )
    )
  }
}
