import EventModel
public import PostgresClient
public import Resolution

/// Every label act of some conversations, with the position of its conversation.
public struct LoadLabels: PostgresStatement {
  public struct Row: Sendable {
    public let index: Int
    public let act: LabelAct
  }

  private enum Status: String {
    case positive, negative, withdrawn
  }

  private let keys: [ConversationKey]

  public init(_ keys: [ConversationKey]) {
    self.keys = keys
  }

  public static let sql = """
    SELECT wanted.position, label.label_id, label.outcome_id, label.labelled_at, label.status, label.score
    FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS wanted (tenant_id, conversation_state_id, position)
    JOIN learning.outcome_labels AS label USING (tenant_id, conversation_state_id)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(keys)
  }

  public static func decode(_ row: inout PostgresRowReader) throws(PostgresError) -> Row {
    let index = Int(try row.int64()) - 1
    let id: EventID = try row.identifier()
    let outcomeID: OutcomeID = try row.identifier()
    let labelledAt = try row.time()
    let status: Status = try row.word()
    let score = try row.optionalDouble()
    let kind: LabelAct.Kind =
      switch status {
      case .positive: .set(.positive, score: score)
      case .negative: .set(.negative, score: score)
      case .withdrawn: .withdrawn
      }
    return Row(index: index, act: LabelAct(id: id, outcomeID: outcomeID, labelledAt: labelledAt, kind: kind))
  }
}
