public import EventModel
public import PostgresClient
public import Resolution
public import Store

/// Everything stored about a conversation: what the fold reads, and what it is compared with.
public struct StoredConversation: Sendable {
  public fileprivate(set) var history: ConversationHistory
  public fileprivate(set) var outcomes: [StoredOutcome] = []
  public fileprivate(set) var conversions: [Conversion] = []

  /// For each outcome that was seen expired, when.
  public var expirySeen: [OutcomeID: Timestamp] {
    var seen: [OutcomeID: Timestamp] = [:]
    for outcome in outcomes { seen[outcome.id] = outcome.expirySeen }
    return seen
  }

  /// Reads conversations in one round trip, as they are.
  public static func read(
    _ dated: [DatedConversation],
    in transaction: PostgresTransaction
  ) async throws -> [StoredConversation] {
    let keys = dated.map(\.key)
    let (events, labels, outcomes, conversions) = try await transaction.send(
      LoadEvents(dated),
      LoadLabels(keys),
      LoadOutcomes(dated),
      LoadConversions(keys)
    )
    return assemble(keys, events, labels, outcomes, conversions)
  }

  /// Reads conversations that the transaction holds, to fold them; with the marks that the fold works off. The marks are
  /// claimed before the history is read, so that it holds what each of them stands for.
  ///
  /// A mark may stand for events of months that the conversation isn't known to have: then it is read again, in these too.
  public static func claim(
    _ dated: [DatedConversation],
    in transaction: PostgresTransaction
  ) async throws -> ClaimedConversations {
    let keys = dated.map(\.key)
    let (marks, events, labels, outcomes, conversions) = try await transaction.send(
      ClaimMarks(keys),
      LoadEvents(dated),
      LoadLabels(keys),
      LoadOutcomes(dated),
      LoadConversions(keys)
    )
    let marked = Dictionary(
      marks.compactMap { mark in mark.months.map { (mark.key, $0) } },
      uniquingKeysWith: { $0.union($1) }
    )
    let wide = dated.map { conversation in
      DatedConversation(
        conversation.key,
        months: marked[conversation.key].map { $0.union(conversation.months) } ?? conversation.months
      )
    }
    let widened = zip(wide, dated).filter { $0 != $1 }.map(\.0)
    return ClaimedConversations(
      conversations: widened.isEmpty
        ? assemble(keys, events, labels, outcomes, conversions) : try await read(wide, in: transaction),
      marks: marks,
      widened: widened
    )
  }

  private static func assemble(
    _ keys: [ConversationKey],
    _ events: [LoadEvents.Row],
    _ labels: [LoadLabels.Row],
    _ outcomes: [LoadOutcomes.Row],
    _ conversions: [LoadConversions.Row]
  ) -> [StoredConversation] {
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

/// Conversations that a transaction holds and is about to fold.
public struct ClaimedConversations: Sendable {
  /// In the order in which they were asked for.
  public let conversations: [StoredConversation]
  /// What the fold works off.
  public let marks: [ClaimDue.Row]
  /// Those of which the marks tell more months: these have to be written where the marks are forgotten.
  public let widened: [DatedConversation]
}
