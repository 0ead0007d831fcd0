import Calibration
import EventModel

/// The aggregators' handler: the latest sample of each outcome into the ledger, the difference into the bins.
struct SampleHandling: Hashable, Sendable {
  private enum Phase: Hashable {
    case insert(next: Int)
    case lock(next: Int)
    case lockBins(next: Int)
    /// Bins that were missing are made, and locked again from the first.
    case create(next: Int)
    case write
  }

  private struct Replacement: Hashable {
    let outcome: OutcomeID
    let entry: LedgerEntry
  }

  private let entries: [Delivered]
  private let transaction: TransactionNumber
  private var updates: [CalibrationUpdate] = []
  private var known: [CalibrationUpdate] = []
  private var inserted: [CalibrationUpdate] = []
  private var replacements: [Replacement] = []
  private var changes = BinChanges()
  /// Bins to make: all ten of an action type at once, so that who comes second waits at the first.
  private var missing: [BinKey] = []
  private var phase = Phase.insert(next: 0)

  init(_ entries: [Delivered], transaction: TransactionNumber) {
    self.entries = entries
    self.transaction = transaction
  }

  var isCommitNext: Bool { phase == .write }

  var nextStep: String {
    switch phase {
    case .insert(let next): next == 0 ? "insert the samples of \(entries.map(\.id))" : "insert on"
    case .lock: "lock the samples that are known"
    case .lockBins: "lock the bins"
    case .create: "make the bins that are missing"
    case .write: "write samples and bins, commit"
    }
  }

  func isReady(in environment: Environment) -> Bool {
    guard environment.database.isOpen(transaction) else { return true }
    switch phase {
    case .insert(let next): return !environment.database.samples.insertWaits(updates[next].outcomeID, by: transaction)
    case .lock(let next): return !environment.database.samples.lockWaits(known[next].outcomeID, by: transaction)
    case .lockBins(let next): return !environment.database.bins.lockWaits(changes.keys[next], by: transaction)
    case .create(let next): return !environment.database.bins.insertWaits(missing[next], by: transaction)
    case .write: return true
    }
  }

  mutating func step(in environment: inout Environment, fault: StepFault?) -> HandlingResult {
    if phase == .insert(next: 0), !environment.database.isOpen(transaction) {
      if let result = begin(in: &environment, fault: fault) { return result }
    } else if !environment.database.isOpen(transaction) {
      return .storeFailed
    } else if fault != nil {
      if phase == .write, fault == .after {
        write(in: &environment)
        environment.database.commit(transaction)
      } else {
        environment.database.abort(transaction)
      }
      return .storeFailed
    }
    switch phase {
    case .insert(let next): insert(from: next, in: &environment)
    case .lock(let next): lock(from: next, in: &environment)
    case .lockBins(let next): lockBins(from: next, in: &environment)
    case .create(let next): create(from: next, in: &environment)
    case .write:
      write(in: &environment)
      environment.database.commit(transaction)
      return .done(outcomes)
    }
    return .working
  }

  private var outcomes: [EntryOutcome] {
    entries.map { entry in
      if case .publication? = entry.payload { .refused(.invalidField) } else { .applied }
    }
  }

  private mutating func begin(in environment: inout Environment, fault: StepFault?) -> HandlingResult? {
    if entries.contains(where: { environment.nature($0.payload) == .kills }) { return .killed }
    let sent = entries.compactMap { entry -> SampleLedger.Entry? in
      guard case .update(let update)? = entry.payload else { return nil }
      return SampleLedger.Entry(tenantID: SimulatedEvent.tenant, update: update)
    }
    if environment.isVariant(.forgetRevision) {
      let last = Dictionary(sent.map { ($0.update.outcomeID, $0.update) }, uniquingKeysWith: { $1 })
      updates = last.sorted { $0.key < $1.key }.map(\.value)
    } else {
      updates = SampleLedger.latest(of: sent).map(\.update)
    }
    if updates.isEmpty {
      for entry in entries where environment.fails(entry.payload) { return .workFailed }
      return .done(outcomes)
    }
    if fault != nil { return .storeFailed }
    for entry in entries where environment.fails(entry.payload) { return .workFailed }
    environment.database.begin(transaction)
    return nil
  }

  private mutating func insert(from first: Int, in environment: inout Environment) {
    var next = first
    while next < updates.count, !environment.database.samples.insertWaits(updates[next].outcomeID, by: transaction) {
      let update = updates[next]
      let entry = LedgerEntry(revision: update.revision, sample: update.sample)
      if environment.database.samples.insert(update.outcomeID, entry, by: transaction) {
        inserted.append(update)
      } else {
        known.append(update)
      }
      next += 1
    }
    if next < updates.count {
      phase = .insert(next: next)
    } else if known.isEmpty {
      decide(in: environment)
    } else {
      phase = .lock(next: 0)
    }
  }

  private mutating func lock(from first: Int, in environment: inout Environment) {
    var next = first
    while next < known.count, !environment.database.samples.lockWaits(known[next].outcomeID, by: transaction) {
      _ = environment.database.samples.lock(known[next].outcomeID, by: transaction)
      next += 1
    }
    phase = .lock(next: next)
    if next == known.count { decide(in: environment) }
  }

  private mutating func decide(in environment: Environment) {
    for update in inserted { decide(stored: nil, update) }
    for update in known {
      guard let stored = environment.database.samples.value(update.outcomeID, seenBy: transaction) else { continue }
      if environment.isVariant(.forgetRevision) {
        decide(stored: LedgerEntry(revision: update.revision - 1, sample: stored.sample), update)
      } else {
        decide(stored: stored, update)
      }
    }
    phase = changes.isEmpty ? .write : .lockBins(next: 0)
  }

  private mutating func decide(stored: LedgerEntry?, _ update: CalibrationUpdate) {
    switch SampleLedger.decide(stored: stored, incoming: update) {
    case .ignore: break
    case .replace(let change):
      changes.replace(tenant: SimulatedEvent.tenant, change)
      if stored != nil {
        let entry = LedgerEntry(revision: update.revision, sample: update.sample)
        replacements.append(Replacement(outcome: update.outcomeID, entry: entry))
      }
    }
  }

  private mutating func lockBins(from first: Int, in environment: inout Environment) {
    let keys = changes.keys
    var next = first
    while next < keys.count, !environment.database.bins.lockWaits(keys[next], by: transaction) {
      _ = environment.database.bins.lock(keys[next], by: transaction)
      next += 1
    }
    if next < keys.count {
      phase = .lockBins(next: next)
    } else {
      let absent = keys.filter { environment.database.bins.value($0, seenBy: transaction) == nil }
      missing = Set(absent.map(\.actionType)).sorted().flatMap { actionType in
        ConfidenceBin.all.map { BinKey(tenantID: SimulatedEvent.tenant, actionType: actionType, bin: $0) }
      }
      phase = missing.isEmpty ? .write : .create(next: 0)
    }
  }

  private mutating func create(from first: Int, in environment: inout Environment) {
    var next = first
    while next < missing.count, !environment.database.bins.insertWaits(missing[next], by: transaction) {
      _ = environment.database.bins.insert(missing[next], .empty, by: transaction)
      next += 1
    }
    phase = next < missing.count ? .create(next: next) : .lockBins(next: 0)
  }

  private func write(in environment: inout Environment) {
    for replacement in replacements {
      environment.database.samples.write(replacement.outcome, replacement.entry, by: transaction)
    }
    for (key, change) in changes.sorted {
      guard let statistics = environment.database.bins.value(key, seenBy: transaction) else {
        environment.violate("a bin is missing at its write")
        continue
      }
      do throws(CalibrationError) {
        environment.database.bins.write(key, try change.apply(to: statistics), by: transaction)
      } catch {
        environment.violate("a bin is not the fold of its samples: \(error)")
      }
    }
  }
}
