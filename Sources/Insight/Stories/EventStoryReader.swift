public import EventModel
public import FoundationEssentials
public import PostgresClient
public import RedisClient
import Resolution
import Store

/// Finds an event or an outcome by its id, and tells its story. It writes and locks nothing.
public struct EventStoryReader: Sendable {
  /// Pairs of a signal and an outcome up to which each pair of a conversation is explained; beyond, only those with the
  /// event that was asked for.
  static let explainedPairCountMax = 400

  let redis: RedisConnection
  private let postgres: PostgresPool

  public init(redis: RedisConnection, postgres: PostgresPool) {
    self.redis = redis
    self.postgres = postgres
  }

  /// - Parameters:
  ///   - id: of an event or of an outcome.
  ///   - tenant: `nil` looks at every tenant.
  ///   - time: of the answer.
  public func tell(_ id: UUID, tenant: TenantID?, at time: Timestamp) async throws -> EventStoryAnswer {
    var search = EventStoryAnswer.Search()
    let (stories, tenantCount) = try await recorded(id, tenant: tenant)
    search.tenantCount = tenantCount
    let traces: [EventStoryTrace]
    if stories.isEmpty {
      traces = try await findTraces(of: EventID(id), tenant: tenant, search: &search)
    } else {
      traces = try await refused(stories, search: &search)
    }
    return EventStoryAnswer(id: id, time: time, stories: stories, traces: traces, search: search)
  }

  /// The stories of what PostgreSQL knows, in one snapshot.
  private func recorded(_ id: UUID, tenant: TenantID?) async throws -> (stories: [EventStory], tenantCount: Int) {
    try await postgres.transaction(isolation: .repeatableReadReadOnly) { transaction in
      let tenants: [TenantID] =
        if let tenant { [tenant] } else { try await transaction.send(ListTenants()) }
      let (events, outcomes) = try await transaction.send(
        FindEvent(EventID(id), in: tenants),
        FindOutcome(OutcomeID(id), in: tenants)
      )
      var stories: [EventStory] = []
      for event in events { stories.append(try await story(of: event, outcomeID: nil, in: transaction)) }
      for outcome in outcomes {
        let actions = try await transaction.send(FindEvent(outcome.actionEventID, in: [outcome.tenantID]))
        for action in actions {
          stories.append(try await story(of: action, outcomeID: OutcomeID(id), in: transaction))
        }
      }
      return (stories, tenants.count)
    }
  }

  private func story(
    of event: FindEvent.Row,
    outcomeID: OutcomeID?,
    in transaction: PostgresTransaction
  ) async throws -> EventStory {
    let tenant = event.key.tenantID
    let policies = try TenantPolicies(try await transaction.send(LoadSettings([tenant])))
    let stored = try await StoredConversation.read(event.conversations.map { DatedConversation($0) }, in: transaction)
    let outcomeIDs = stored.flatMap { $0.outcomes.map(\.id) }
    let (marks, samples, outbox) = try await transaction.send(
      FindDueMarks(event.conversations),
      FindSamples(outcomeIDs.map { SampleKey(tenantID: tenant, outcomeID: $0) }),
      FindOutboxUpdates(of: outcomeIDs, tenant: tenant)
    )
    let ledger = Ledger(
      samples: Dictionary(samples.map { ($0.key.outcomeID, $0) }, uniquingKeysWith: { $1 }),
      outbox: Dictionary(grouping: outbox, by: \.outcomeID)
    )
    let conversations = zip(event.conversations, stored).map { key, stored in
      EventStory.Conversation(
        stored,
        key: key,
        asked: event.key.eventID,
        policy: policies[tenant],
        ledger: ledger,
        dueMarks: marks.filter { $0.key == key }
      )
    }
    return EventStory(event: event, outcomeID: outcomeID, conversations: conversations)
  }

  /// What the aggregators know of some outcomes, and what is on its way to them.
  struct Ledger {
    let samples: [OutcomeID: SampleRow]
    let outbox: [OutcomeID: [FindOutboxUpdates.Row]]
  }

  /// Other entries under the ids of recorded events that were refused. The stories stand without Redis as well.
  private func refused(
    _ stories: [EventStory],
    search: inout EventStoryAnswer.Search
  ) async throws -> [EventStoryTrace] {
    do throws(RedisError) {
      var traces: [EventStoryTrace] = []
      for story in stories where story.outcomeID == nil {
        traces += try await findLetters(of: story.event.key, type: story.event.eventType, search: &search)
      }
      return traces
    } catch {
      if error.code == .cancelled { throw error }
      search.redisFailure = error.message
      return []
    }
  }
}
