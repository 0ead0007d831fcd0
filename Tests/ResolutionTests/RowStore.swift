import EventModel
import Resolution
import Testing

/// The tables of one conversation in memory: it applies changes as a database would, and refuses what it would.
struct RowStore {
  private(set) var outcomes: [OutcomeID: StoredOutcome] = [:]
  private(set) var conversions: [EventID: Conversion] = [:]
  /// The latest announced update of each outcome.
  private(set) var announced: [OutcomeID: CalibrationUpdate] = [:]

  var expirySeen: [OutcomeID: Timestamp] {
    outcomes.compactMapValues(\.expirySeen)
  }

  /// Folds the history, writes what changed, and says what that was.
  @discardableResult
  mutating func settle(
    _ history: ConversationHistory,
    policy: ResolutionPolicy,
    now: Timestamp?
  ) throws -> ConversationChanges {
    let folded = resolve(history, policy: policy, now: now, expirySeen: expirySeen)
    let changes = reconcile(
      stored: Array(outcomes.values),
      storedConversions: Array(conversions.values),
      folded: folded
    )
    try apply(changes)
    return changes
  }

  private mutating func apply(_ changes: ConversationChanges) throws {
    for version in changes.insertedOutcomes {
      try #require(outcomes[version.outcome.id] == nil && version.revision == 1 && version.isRevised)
      outcomes[version.outcome.id] = version.stored
    }
    for version in changes.updatedOutcomes {
      let former = try #require(outcomes[version.outcome.id])
      try #require(version.revision == former.revision + (version.isRevised ? 1 : 0))
      try #require(version.stored != former)
      outcomes[version.outcome.id] = version.stored
    }
    for conversion in changes.insertedConversions {
      try #require(conversions[conversion.signalEventID] == nil)
      conversions[conversion.signalEventID] = conversion
    }
    for conversion in changes.updatedConversions {
      let former = try #require(conversions[conversion.signalEventID])
      try #require(former != conversion)
      conversions[conversion.signalEventID] = conversion
    }
    for id in changes.deletedConversions {
      try #require(conversions.removeValue(forKey: id) != nil)
    }
    for update in changes.samples {
      try #require(update.revision > announced[update.outcomeID]?.revision ?? 0)
      try #require(update.revision == outcomes[update.outcomeID]?.revision)
      announced[update.outcomeID] = update
    }
  }
}
