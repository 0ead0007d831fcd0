public import EventModel
public import PostgresClient

/// The label act that holds for an outcome: the latest. No row where nobody ever labelled it.
public struct FindLabel: PostgresStatement {
  public struct Row: Sendable {
    public let id: EventID
    /// `positive`, `negative`, or `withdrawn`.
    public let status: String
    public let score: Double?
    public let person: String
    public let comment: String?
    public let labelledAt: Timestamp

    public var isWithdrawn: Bool { status == "withdrawn" }
  }

  private let id: OutcomeID
  private let conversation: ConversationKey

  public init(_ id: OutcomeID, in conversation: ConversationKey) {
    self.id = id
    self.conversation = conversation
  }

  public static let sql = """
    SELECT label_id, status, score, labelled_by, comment, labelled_at FROM learning.outcome_labels
    WHERE tenant_id = $1 AND conversation_state_id = $2 AND outcome_id = $3
    ORDER BY labelled_at DESC, label_id DESC
    LIMIT 1
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(conversation.tenantID.uuid)
    parameters.append(conversation.conversationID.uuid)
    parameters.append(id.uuid)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    Row(
      id: try row.identifier(),
      status: try row.string(),
      score: try row.optionalDouble(),
      person: try row.string(),
      comment: try row.optionalString(),
      labelledAt: try row.time()
    )
  }
}
