import Calibration
import EventModel
import PostgresClient
import Store

/// Folds updates of samples into the ledger and the bins, in one transaction.
enum SampleFold {
  struct Result: Sendable {
    /// Of each outcome whose update changed the ledger.
    var revisions: [SampleKey: Int64] = [:]
    /// Outcomes of erased conversations, of which nothing is kept.
    var erased: Set<SampleKey> = []
  }

  /// - Parameter updates: no outcome twice.
  static func fold(
    _ updates: [SampleLedger.Entry],
    in transaction: PostgresTransaction,
    now: Timestamp,
    _ mode: BatchMode
  ) async throws -> Result {
    let rows = updates.map { SampleRow(tenantID: $0.tenantID, update: $0.update) }
    var result = Result()
    let inserted = Set(try await transaction.send(InsertSamples(rows)))
    let known = rows.filter { !inserted.contains($0.key) }
    var stored: [SampleKey: SampleRow] = [:]
    if !known.isEmpty {
      for row in try await transaction.send(LockSamples(known.map(\.key))) { stored[row.key] = row }
      // Neither added nor there: an erasure has noted the outcome.
      let missing = known.map(\.key).filter { stored[$0] == nil }
      if !missing.isEmpty { result.erased.formUnion(try await transaction.send(FindErasedOutcomes(missing))) }
    }
    var changes = BinChanges()
    var replaced: [SampleRow] = []
    for (row, entry) in zip(rows, updates) where !result.erased.contains(row.key) {
      let former = stored[row.key]
      switch SampleLedger.decide(stored: former.map(LedgerEntry.init), incoming: entry.update) {
      case .ignore: continue
      case .replace(let change):
        result.revisions[row.key] = row.revision
        if let former, former.actionType != row.actionType {
          // Only a foreign producer renames an outcome's action type: the sample leaves its old bins all the same.
          let tenant = entry.tenantID
          changes.replace(tenant: tenant, actionType: former.actionType, old: change.old, new: nil)
          changes.replace(tenant: tenant, actionType: row.actionType, old: nil, new: change.new)
        } else {
          changes.replace(tenant: entry.tenantID, change)
        }
        if former != nil { replaced.append(row) }
      }
    }
    let written = try await applied(changes, in: transaction, now: now)
    let update = UpdateSamples(replaced)
    let write = WriteBins(written, now: now)
    switch mode {
    case .apply: _ = try await transaction.sendAndCommit(update, write)
    case .rehearse: _ = try await transaction.send(update, write)
    }
    return result
  }

  /// The bins after the changes. They are locked last, so that other aggregators wait for as little as possible.
  private static func applied(
    _ changes: BinChanges,
    in transaction: PostgresTransaction,
    now: Timestamp
  ) async throws -> [BinRow] {
    let keys = changes.keys
    if keys.isEmpty { return [] }
    let (_, rows) = try await transaction.send(CreateBins(keys, now: now), LockBins(keys))
    return try rows.map { row in
      guard let change = changes[row.key] else { return row }
      return BinRow(key: row.key, statistics: try change.apply(to: row.statistics))
    }
  }
}

extension LedgerEntry {
  /// What the ledger holds of an outcome.
  init(_ row: SampleRow) {
    self.init(revision: row.revision, sample: row.sample)
  }
}
