public import EventModel
public import PostgresClient

/// Records which further conversations a deal.stage concerns; the events must be new.
public struct LinkConversations: PostgresStatement {
  private let links: [(conversation: ConversationKey, event: EventKey)]

  public init(_ events: [Event]) {
    links = events.flatMap { event in
      event.conversationIDs.dropFirst().map { conversation in
        (ConversationKey(tenantID: event.tenantID, conversationID: conversation), EventKey(event))
      }
    }
  }

  public static let sql = """
    INSERT INTO learning.event_conversations (tenant_id, conversation_state_id, event_id)
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[])
    ON CONFLICT (tenant_id, conversation_state_id, event_id) DO NOTHING
    """

  public func bind(_ parameters: inout PostgresParameters) {
    parameters.append(links.map(\.conversation))
    parameters.append(links.map(\.event.eventID.uuid))
  }
}
