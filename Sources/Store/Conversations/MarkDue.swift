public import EventModel
public import PostgresClient

/// Marks conversations to be folded again. Only adds rows, so it waits for nobody.
public struct MarkDue: PostgresStatement {
  private let keys: [ConversationKey]
  /// Of the events that the marks stand for; empty where they stand for none.
  private let months: [MonthSpan]
  private let reason: DueReason
  private let since: Timestamp

  public init(_ keys: some Sequence<ConversationKey>, reason: DueReason, since: Timestamp) {
    self.keys = Array(keys)
    months = []
    self.reason = reason
    self.since = since
  }

  /// Marks conversations that others held when events of them were recorded.
  /// - Parameter busy: with the months of these events.
  public init(busy: some Sequence<DatedConversation>, since: Timestamp) {
    keys = busy.map(\.key)
    months = busy.map(\.months)
    reason = .busy
    self.since = since
  }

  public static let sql = """
    INSERT INTO learning.due_conversations (
      tenant_id, conversation_state_id, reason, due_since, events_from, events_to)
    SELECT tenant_id, conversation_state_id, $3, $4, events_from, events_to
    FROM unnest($1::uuid[], $2::uuid[], $5::timestamptz[], $6::timestamptz[])
      AS due (tenant_id, conversation_state_id, events_from, events_to)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
    parameters.append(reason.rawValue)
    parameters.append(PostgresTimestamp(since))
    parameters.append(months.map { PostgresTimestamp($0.from) })
    parameters.append(months.map { PostgresTimestamp($0.to) })
  }
}
