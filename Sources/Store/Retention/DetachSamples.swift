public import EventModel
public import PostgresClient

/// Notes of the samples of some conversations that their outcomes are about to go: the bins are the fold of them, and stay.
public struct DetachSamples: PostgresStatement {
  private let tenant: TenantID
  private let conversations: [ConversationID]

  public init(_ conversations: [ConversationID], of tenant: TenantID) {
    self.tenant = tenant
    self.conversations = conversations
  }

  public static let sql = """
    UPDATE learning.calibration_samples AS sample SET is_detached = true
    FROM learning.outcome_records AS outcome
    WHERE outcome.tenant_id = $1 AND outcome.conversation_state_id = ANY ($2::uuid[])
      AND sample.tenant_id = $1 AND sample.outcome_id = outcome.outcome_id
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(tenant.uuid)
    parameters.append(conversations.map(\.uuid))
  }
}
