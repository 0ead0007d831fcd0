import EventModel

/// Compares the stored rows of a conversation with its fold.
///
/// A revision starts at 1 and rises by one whenever status, score, signal, source, weight, window or sample changes;
/// `resolvedAt` and `expirySeen` alone are written without raising it. Doubles are equal when their bits are. A stored
/// outcome that the fold doesn't know is left alone: actions are never forgotten one by one.
///
/// - Parameters:
///   - stored: every stored outcome of the conversation, in any order.
///   - storedConversions: every stored conversion of it, in any order; touches in order of position.
public func reconcile(
  stored: [StoredOutcome],
  storedConversions: [Conversion],
  folded: ConversationState
) -> ConversationChanges {
  var changes = ConversationChanges()
  changes.addOutcomes(of: folded, stored: stored)
  changes.addConversions(of: folded, stored: storedConversions)
  return changes
}

extension ConversationChanges {
  fileprivate mutating func addOutcomes(of folded: ConversationState, stored: [StoredOutcome]) {
    let storedByID = Dictionary(stored.map { ($0.id, $0) }) { first, _ in first }
    for outcome in folded.outcomes {
      if let stored = storedByID[outcome.id] {
        let version = OutcomeVersion(outcome, replacing: stored)
        guard version.isRevised || version.stored != stored else { continue }
        updatedOutcomes.append(version)
        formerOutcomes.append(stored)
        if let update = version.calibrationUpdate { samples.append(update) }
      } else {
        let version = OutcomeVersion(first: outcome)
        insertedOutcomes.append(version)
        if let update = version.calibrationUpdate { samples.append(update) }
      }
    }
  }

  fileprivate mutating func addConversions(of folded: ConversationState, stored: [Conversion]) {
    let storedByID = Dictionary(stored.map { ($0.signalEventID, $0) }) { first, _ in first }
    for conversion in folded.conversions {
      guard let former = storedByID[conversion.signalEventID] else {
        insertedConversions.append(conversion)
        continue
      }
      if former == conversion { continue }
      updatedConversions.append(conversion)
      formerConversions.append(former)
    }
    let current = Set(folded.conversions.map(\.signalEventID))
    let deleted = stored.filter { !current.contains($0.signalEventID) }.sorted { $0.signalEventID < $1.signalEventID }
    deletedConversions = deleted.map(\.signalEventID)
    formerConversions += deleted
  }
}

extension OutcomeVersion {
  fileprivate init(first outcome: Outcome) {
    self.init(
      outcome: outcome,
      revision: 1,
      sampleState: outcome.sample == nil ? .none : .present,
      isRevised: true
    )
  }

  fileprivate init(_ outcome: Outcome, replacing stored: StoredOutcome) {
    let sampleState: StoredOutcome.SampleState =
      if outcome.sample != nil { .present } else if stored.sampleState == .none { .none } else { .retracted }
    let isRevised =
      outcome.status != stored.status || outcome.score?.bitPattern != stored.score?.bitPattern
      || outcome.signalSource != stored.signalSource || outcome.signalEventID != stored.signalEventID
      || outcome.evidenceWeight.bitPattern != stored.evidenceWeight.bitPattern
      || outcome.windowExpiresAt != stored.windowExpiresAt || sampleState != stored.sampleState
    self.init(
      outcome: outcome,
      revision: isRevised ? stored.revision + 1 : stored.revision,
      sampleState: sampleState,
      isRevised: isRevised
    )
  }
}
