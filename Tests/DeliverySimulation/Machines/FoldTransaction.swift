import EventModel
import Resolution

/// The second half of a transaction that holds conversations: marks, history, writes, commit.
struct FoldTransaction: Hashable, Sendable {
  enum Phase: Hashable, Sendable { case marks, load, write, commit }

  struct Change: Hashable, Sendable {
    let conversation: Int
    let changes: ConversationChanges
  }

  let transaction: TransactionNumber
  /// What the transaction holds.
  private(set) var conversations: [Int]
  /// What others hold: they stay due.
  private(set) var busy: [Int] = []
  let closesWindows: Bool
  private(set) var phase: Phase
  private var marks: [Int] = []
  private var changes: [Change] = []
  private var isLoaded = false

  init(_ conversations: [Int], transaction: TransactionNumber, closesWindows: Bool = false, _ environment: Environment)
  {
    self.conversations = conversations
    self.transaction = transaction
    self.closesWindows = closesWindows
    phase = environment.isVariant(.marksAfterHistory) ? .load : .marks
  }

  /// Leaves what others hold to whoever works off the marks.
  mutating func leave(_ busy: [Int]) {
    self.busy = busy
    drop(busy)
  }

  /// Folds without these.
  mutating func drop(_ others: [Int]) {
    conversations.removeAll { others.contains($0) }
    changes.removeAll { others.contains($0.conversation) }
  }

  var nextStep: String {
    switch phase {
    case .marks: "claim the marks of \(conversations)"
    case .load: "read the history of \(conversations)"
    case .write: "write \(conversations), leave \(busy) due"
    case .commit: "commit the fold of \(conversations)"
    }
  }

  /// Whoever holds the conversation never waits here; whoever doesn't waits for the other's rows.
  func isReady(in environment: Environment) -> Bool {
    guard phase == .write else { return true }
    for change in changes {
      for version in change.changes.insertedOutcomes + change.changes.updatedOutcomes
      where environment.database.outcomes.isHeld(version.outcome.id, byOtherThan: transaction) {
        return false
      }
    }
    return true
  }

  /// - Returns: whether it is committed; `nil` where a store failed.
  mutating func step(in environment: inout Environment, fault: StepFault?) -> Bool? {
    guard environment.database.isOpen(transaction) else { return nil }
    if phase == .commit, fault == .after {
      environment.database.commit(transaction)
      return nil
    }
    guard fault == nil else {
      environment.database.abort(transaction)
      return nil
    }
    switch phase {
    case .marks:
      claimMarks(in: &environment)
      phase = isLoaded ? .write : .load
    case .load:
      load(in: environment)
      phase = environment.isVariant(.marksAfterHistory) ? .marks : .write
      if environment.isVariant(.releaseBeforeCommit) {
        for conversation in conversations {
          environment.database.conversations.release(conversation, by: transaction)
        }
      }
    case .write:
      write(in: &environment)
      phase = .commit
    case .commit:
      environment.database.commit(transaction)
      return true
    }
    return false
  }

  private mutating func claimMarks(in environment: inout Environment) {
    for (mark, conversation) in environment.database.due.rows(seenBy: transaction)
    where conversations.contains(conversation) && environment.database.due.lock(mark, by: transaction) {
      marks.append(mark)
    }
  }

  /// Reads, folds and compares.
  mutating func load(in environment: Environment) {
    isLoaded = true
    let scenario = environment.scenario
    let recorded = environment.database.events.rows(seenBy: transaction).map(\.key)
    changes = conversations.map { conversation in
      let stored = environment.database.storedOutcomes(of: conversation, seenBy: transaction)
      var seen: [OutcomeID: Timestamp] = [:]
      for outcome in stored { seen[outcome.id] = outcome.expirySeen }
      let folded = resolve(
        scenario.history(of: conversation, recorded: recorded),
        policy: scenario.policy,
        now: closesWindows ? scenario.closing : nil,
        expirySeen: seen
      )
      let changes = reconcile(
        stored: stored,
        storedConversions: environment.database.storedConversions(of: conversation, seenBy: transaction),
        folded: folded
      )
      return Change(conversation: conversation, changes: changes)
    }
  }

  private func write(in environment: inout Environment) {
    for change in changes {
      writeOutcomes(change, in: &environment)
      let changed = change.changes
      for conversion in changed.insertedConversions + changed.updatedConversions {
        let key = Database.ConversionKey(conversation: change.conversation, signal: conversion.signalEventID)
        environment.database.conversions.write(key, conversion, by: transaction)
      }
      for signal in changed.deletedConversions {
        let key = Database.ConversionKey(conversation: change.conversation, signal: signal)
        environment.database.conversions.write(key, nil, by: transaction)
      }
      for update in changed.samples { environment.database.append(update, by: transaction) }
    }
    for mark in marks { environment.database.due.write(mark, nil, by: transaction) }
    if !environment.isVariant(.lockedAsAbsent) {
      for conversation in busy { environment.database.markDue(conversation, by: transaction) }
    }
  }

  private func writeOutcomes(_ change: Change, in environment: inout Environment) {
    let changed = change.changes
    let announced = Dictionary(changed.samples.map { ($0.outcomeID, $0) }, uniquingKeysWith: { $1 })
    for version in changed.insertedOutcomes {
      let row = Database.OutcomeRow(
        conversation: change.conversation,
        stored: version.stored,
        announced: announced[version.outcome.id]
      )
      if !environment.database.outcomes.insert(version.outcome.id, row, by: transaction) {
        environment.violate("an outcome is inserted twice: its conversation was folded by two at once")
      }
    }
    for version in changed.updatedOutcomes {
      let former = environment.database.outcomes.value(version.outcome.id, seenBy: transaction)
      if version.isRevised, former?.stored.revision != version.revision - 1 {
        environment.violate("a revision is overtaken: its conversation was folded by two at once")
      }
      let row = Database.OutcomeRow(
        conversation: change.conversation,
        stored: version.stored,
        announced: announced[version.outcome.id] ?? former?.announced
      )
      environment.database.outcomes.write(version.outcome.id, row, by: transaction)
    }
  }
}
