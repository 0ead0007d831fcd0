public import EventModel
public import PostgresClient

/// Locks marks of due conversations, the oldest first. Read the history only afterwards: then it holds what each mark stands for.
public struct ClaimDue: PostgresStatement {
  public struct Row: Sendable {
    public let key: ConversationKey
    public let dueID: Int64
    /// Of the events that the mark stands for: the conversation has to be widened by them before it is read. `nil` where it
    /// stands for none.
    public let months: MonthSpan?
  }

  private let countMax: Int
  private let resting: RestingConversations

  /// - Parameters:
  ///   - countMax: marks at most.
  ///   - resting: conversations whose marks are left alone.
  public init(countMax: Int, resting: RestingConversations = .none) {
    self.countMax = countMax
    self.resting = resting
  }

  public static let sql = """
    SELECT tenant_id, conversation_state_id, due_id, events_from, events_to
    FROM learning.due_conversations
    WHERE tenant_id <> ALL ($4::uuid[])
      AND (tenant_id, conversation_state_id) NOT IN (SELECT * FROM unnest($2::uuid[], $3::uuid[]))
    ORDER BY due_id
    LIMIT $1
    FOR UPDATE SKIP LOCKED
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(Int64(countMax))
    parameters.append(resting)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let (key, dueID) = (try row.conversationKey(), try row.int64())
    let (from, to) = (try row.optionalTime(), try row.optionalTime())
    guard let from, let to else { return Row(key: key, dueID: dueID, months: nil) }
    return Row(key: key, dueID: dueID, months: MonthSpan(from: from, to: to))
  }
}
