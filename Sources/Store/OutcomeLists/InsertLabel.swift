import EventModel
public import PostgresClient
public import Resolution

/// Records what a person says an outcome was, or that they take it back. The conversation has to be marked due beside it.
public struct InsertLabel: PostgresStatement {
  private let act: LabelAct
  private let conversation: ConversationKey
  private let person: String
  private let comment: String?

  public init(_ act: LabelAct, on conversation: ConversationKey, by person: String, comment: String?) {
    self.act = act
    self.conversation = conversation
    self.person = person
    self.comment = comment
  }

  public static let sql = """
    INSERT INTO learning.outcome_labels (
      tenant_id, label_id, outcome_id, conversation_state_id, labelled_at, status, score, labelled_by, comment
    )
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    """

  public func bind(_ parameters: inout PostgresParameters) {
    let (status, score): (String, Double?) =
      switch act.kind {
      case .set(let label, let score): (label.rawValue, score)
      case .withdrawn: ("withdrawn", nil)
      }
    parameters.append(conversation.tenantID.uuid)
    parameters.append(act.id.uuid)
    parameters.append(act.outcomeID.uuid)
    parameters.append(conversation.conversationID.uuid)
    parameters.append(PostgresTimestamp(act.labelledAt))
    parameters.append(status)
    parameters.append(score)
    parameters.append(person)
    parameters.append(comment)
  }
}
