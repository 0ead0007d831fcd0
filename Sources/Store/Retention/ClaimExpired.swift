public import EventModel
public import PostgresClient

/// Locks those of some conversations that can be removed: nothing of them is as late as a time, no outcome waits for its
/// window, no mark stands for work that is left, and the ledger has every sample. What others hold is passed over.
public struct ClaimExpired: PostgresStatement {
  public typealias Row = ConversationKey

  private let keys: [ConversationKey]
  private let before: Timestamp

  public init(_ keys: [ConversationKey], before: Timestamp) {
    self.keys = keys.sorted()
    self.before = before
  }

  public static let sql = """
    SELECT held.tenant_id, held.conversation_state_id
    FROM unnest($1::uuid[], $2::uuid[]) AS wanted (tenant_id, conversation_state_id)
    JOIN learning.conversations AS held USING (tenant_id, conversation_state_id)
    WHERE NOT EXISTS (
        SELECT FROM learning.events AS event
        WHERE event.conversation_state_id = held.conversation_state_id AND event.tenant_id = held.tenant_id
          AND event.occurred_at >= $3)
      AND NOT EXISTS (
        SELECT FROM learning.event_conversations AS link
        JOIN learning.event_keys AS key ON key.tenant_id = link.tenant_id AND key.event_id = link.event_id
        WHERE link.tenant_id = held.tenant_id AND link.conversation_state_id = held.conversation_state_id
          AND key.occurred_at >= $3)
      AND NOT EXISTS (
        SELECT FROM learning.due_conversations AS due
        WHERE due.tenant_id = held.tenant_id AND due.conversation_state_id = held.conversation_state_id)
      AND NOT EXISTS (
        SELECT FROM learning.outcome_records AS outcome
        LEFT JOIN learning.calibration_samples AS sample
          ON sample.tenant_id = outcome.tenant_id AND sample.outcome_id = outcome.outcome_id
        WHERE outcome.conversation_state_id = held.conversation_state_id AND outcome.tenant_id = held.tenant_id
          AND (
            outcome.outcome_status = 'pending'
            OR outcome.sample_state <> 'none' AND sample.revision IS DISTINCT FROM outcome.revision
          ))
    FOR UPDATE OF held SKIP LOCKED
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
    parameters.append(PostgresTimestamp(before))
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> ConversationKey {
    try row.conversationKey()
  }
}
