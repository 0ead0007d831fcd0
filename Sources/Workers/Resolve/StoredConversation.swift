import EventModel
import PostgresClient
import Resolution
import Store

/// Everything stored about a conversation: what the fold reads, and what it is compared with.
struct StoredConversation {
  var history: ConversationHistory
  var outcomes: [StoredOutcome] = []
  var conversions: [Conversion] = []

  /// For each outcome that was seen expired, when.
  var expirySeen: [OutcomeID: Timestamp] {
    var seen: [OutcomeID: Timestamp] = [:]
    for outcome in outcomes { seen[outcome.id] = outcome.expirySeen }
    return seen
  }

  /// Reads conversations in one round trip. The caller holds them, so that nothing recorded later is missed for good.
  static func load(_ keys: [ConversationKey], in transaction: PostgresTransaction) async throws -> [StoredConversation]
  {
    let (events, labels, outcomes, conversions) = try await transaction.send(
      LoadEvents(keys),
      LoadLabels(keys),
      LoadOutcomes(keys),
      LoadConversions(keys)
    )
    var stored = keys.map {
      StoredConversation(history: ConversationHistory(tenantID: $0.tenantID, conversationID: $0.conversationID))
    }
    for row in events {
      switch row.body {
      case .action(let action): stored[row.index].history.actions.append(action)
      case .reply(let reply): stored[row.index].history.replies.append(reply)
      case .stage(let stage): stored[row.index].history.stages.append(stage)
      }
    }
    for row in labels { stored[row.index].history.labels.append(row.act) }
    for row in outcomes { stored[row.index].outcomes.append(row.outcome) }
    for row in conversions { stored[row.index].conversions.append(row.conversion) }
    return stored
  }
}
