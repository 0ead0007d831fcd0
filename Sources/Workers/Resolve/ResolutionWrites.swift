import EventModel
import FoundationEssentials
import PostgresClient
import Resolution
import Rollups
import Store

/// What the folds of a batch change, gathered so that each table is written by one statement.
struct ResolutionWrites {
  private let now: Timestamp
  private var insertedOutcomes: [OutcomeChange] = []
  private var updatedOutcomes: [OutcomeChange] = []
  private var conversions: [ConversionChange] = []
  private var deletions: [(conversation: ConversationKey, signal: EventID)] = []
  private var messages: [OutboxMessage] = []
  private var rollups: [TenantID: RollupChanges] = [:]
  private var months: [ConversationKey: MonthSpan] = [:]
  /// The marks that the folds work off.
  var marks: [ClaimDue.Row] = []

  init(now: Timestamp) {
    self.now = now
  }

  /// Outcomes that are written.
  private(set) var tally = OutcomeTally()

  mutating func add(_ changes: ConversationChanges, of conversation: ConversationKey) {
    insertedOutcomes += changes.insertedOutcomes.map { OutcomeChange(conversation: conversation, version: $0) }
    updatedOutcomes += changes.updatedOutcomes.map { OutcomeChange(conversation: conversation, version: $0) }
    for version in changes.insertedOutcomes { tally.addInserted(version) }
    for version in changes.updatedOutcomes { tally.addUpdated(version) }
    conversions += (changes.insertedConversions + changes.updatedConversions).map {
      ConversionChange(conversation: conversation, conversion: $0)
    }
    deletions += changes.deletedConversions.map { (conversation, $0) }
    messages += changes.samples.map { OutboxMessage(tenantID: conversation.tenantID, update: $0, at: now) }
    if !changes.isEmpty { rollups[conversation.tenantID, default: RollupChanges()].add(changes) }
  }

  /// Has conversations written that are known to have more months now.
  mutating func widen(_ conversations: some Sequence<DatedConversation>) {
    for conversation in conversations {
      months[conversation.key] = months[conversation.key].map { $0.union(conversation.months) } ?? conversation.months
    }
  }

  /// Counts the actions among events that are recorded for the first time.
  mutating func countActions(in events: [Event]) {
    for event in events {
      guard case .agentAction(let action) = event.body else { continue }
      rollups[event.tenantID, default: RollupChanges()].count(action, at: event.timestamp)
    }
  }

  /// Writes everything, and commits unless this is a rehearsal, in one round trip.
  /// - Parameter busy: conversations that somebody else held, with the months of their new events; they stay due.
  func finish(
    in transaction: PostgresTransaction,
    _ mode: BatchMode = .apply,
    leavingDue busy: [DatedConversation] = []
  ) async throws {
    // Rare: a conversation goes on in another month.
    if !months.isEmpty {
      _ = try await transaction.send(WidenConversations(months.map { DatedConversation($0, months: $1) }))
    }
    let insert = InsertOutcomes(insertedOutcomes, now: now)
    let update = UpdateOutcomes(updatedOutcomes, now: now)
    let put = PutConversions(conversions)
    let delete = DeleteConversions(deletions)
    let append = AppendOutbox(messages)
    let note = AppendRollupChanges(rollups, now: now)
    let forget = ForgetDue(marks)
    let mark = MarkDue(busy: busy, since: now)
    switch mode {
    case .apply: _ = try await transaction.sendAndCommit(insert, update, put, delete, append, note, forget, mark)
    case .rehearse: _ = try await transaction.send(insert, update, put, delete, append, note, forget, mark)
    }
  }
}

extension OutboxMessage {
  /// The event that tells aggregators of a sample. Its id follows from outcome and revision, so that it is the same
  /// event however often it is published.
  init(tenantID: TenantID, update: CalibrationUpdate, at now: Timestamp) {
    self.init(
      tenantID: tenantID,
      eventID: Self.eventID(of: update.outcomeID, revision: update.revision, tenant: tenantID),
      eventType: .calibrationUpdated,
      occurredAt: now,
      data: String(decoding: JSONWriter.compact(update.data), as: UTF8.self)
    )
  }

  /// The id of the event that tells of one revision of an outcome's sample.
  static func eventID(of outcome: OutcomeID, revision: Int64, tenant: TenantID) -> EventID {
    EventID(UUID(namespace: tenant.uuid, name: "\(outcome)/calibration.updated/\(revision)"))
  }
}
