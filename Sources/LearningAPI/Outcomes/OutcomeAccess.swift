import EventModel
import Feedback
import PostgresClient
import Store

/// Finds what a request names, where it is there and the principal may see it. What isn't theirs is answered as what isn't
/// there, so that ids tell nothing.
enum OutcomeAccess {
  /// The outcomes of a conversation that the principal may see, at least one.
  static func conversation(_ id: ConversationID, for request: APIRequest) async throws -> [OutcomeRow] {
    let rows = try await request.postgres.send(
      ListConversationOutcomes(ConversationKey(tenantID: request.tenant, conversationID: id))
    )
    let seen = rows.filter { request.scope.includes($0.repID) }
    if seen.isEmpty { throw Problem.notFound("conversation with outcomes") }
    return seen
  }

  static func outcome(_ id: OutcomeID, for request: APIRequest) async throws -> OutcomeRow {
    guard let row = try await request.postgres.send(FindOutcomeRow(id, of: request.tenant)).first,
      request.scope.includes(row.repID)
    else { throw Problem.notFound("outcome") }
    return row
  }
}
