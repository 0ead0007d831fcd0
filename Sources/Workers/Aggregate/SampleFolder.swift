import Calibration
import Delivery
import EventModel
import PostgresClient
import Settings
import Store
import Streams
import Telemetry

/// Folds a batch of `calibration.updated` into the bins, in one transaction: the latest revision of each outcome, and the
/// difference to what the ledger held.
struct SampleFolder: BatchHandler {
  let context: FleetContext
  let counters: WorkCounters
  /// The action types that are to be judged after it.
  let pending: PendingJudgements

  var group: ConsumerGroup { .calibrationAggregators }

  /// Each batch reads and writes the bins that it touches, which are the same ones again and again. Where samples come by
  /// the thousand a second, fewer versions of them keep the next look short, above all while somebody's open transaction
  /// keeps the old ones from being removed.
  func gatheringTime(after count: Int) -> Duration {
    switch count {
    case ..<30: .zero
    case ..<300: .milliseconds(50)
    default: .milliseconds(250)
    }
  }

  /// Nobody waits for a bin as for a commit.
  var restMax: Duration { .milliseconds(200) }

  /// Bins are a tenant's.
  func affinity(of entry: DeliveredEntry) -> UInt64 {
    UInt64(truncatingIfNeeded: entry.key.tenant.hashValue)
  }

  func handle(_ entries: [DeliveredEntry]) async throws -> [EntryOutcome] {
    try await process(entries, .apply)
  }

  func rehearse(_ entries: [DeliveredEntry]) async throws -> [EntryOutcome] {
    try await process(entries, .rehearse)
  }

  func applied(among entries: [DeliveredEntry]) async throws -> [DeliveredEntry] {
    let batch = SampleBatch(entries, now: context.clock.now)
    let keys = batch.updates.map { SampleKey(tenantID: $0.tenantID, outcomeID: $0.update.outcomeID) }
    if keys.isEmpty { return [] }
    let rows = try await context.postgres.send(FindLedgerRevisions(keys))
    let revisions = Dictionary(rows.map { ($0.key, $0.revision) }, uniquingKeysWith: max)
    return zip(batch.positions, zip(keys, batch.updates)).compactMap { position, update in
      update.1.update.revision <= revisions[update.0] ?? 0 ? entries[position] : nil
    }
  }

  private func process(_ entries: [DeliveredEntry], _ mode: BatchMode) async throws -> [EntryOutcome] {
    let now = context.clock.now
    var batch = SampleBatch(entries, now: now)
    let latest = SampleLedger.latest(of: batch.updates)
    if latest.isEmpty { return batch.outcomes }
    let folded = try await context.postgres.transaction(mode) { try await fold(latest, in: $0, now: now, mode) }
    batch.apply(folded)
    if mode == .apply {
      pending.add(
        latest.filter { folded[$0.key] != nil }.map(\.calibrationKey),
        isFullBatch: entries.count >= context.settings.batchSize
      )
      counters.add { $0.folded += folded.count }
      context.metrics.counter(MetricCatalogue.calibrationSamplesFolded).increment(by: folded.count)
    }
    return batch.outcomes
  }

  /// - Returns: the revision of each outcome whose update changed the ledger.
  func fold(
    _ updates: [SampleLedger.Entry],
    in transaction: PostgresTransaction,
    now: Timestamp,
    _ mode: BatchMode
  ) async throws -> [SampleKey: Int64] {
    let rows = updates.map { SampleRow(tenantID: $0.tenantID, update: $0.update) }
    let inserted = Set(try await transaction.send(InsertSamples(rows)))
    let known = rows.filter { !inserted.contains($0.key) }
    var stored: [SampleKey: SampleRow] = [:]
    if !known.isEmpty {
      for row in try await transaction.send(LockSamples(known.map(\.key))) { stored[row.key] = row }
    }
    var changes = BinChanges()
    var replaced: [SampleRow] = []
    var folded: [SampleKey: Int64] = [:]
    for (row, entry) in zip(rows, updates) {
      let former = stored[row.key]
      switch SampleLedger.decide(stored: former.map(LedgerEntry.init), incoming: entry.update) {
      case .ignore: continue
      case .replace(let change):
        folded[row.key] = row.revision
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
    return folded
  }

  /// The bins after the changes. They are locked last, so that other aggregators wait for as little as possible.
  private func applied(
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

extension SampleLedger.Entry {
  fileprivate var key: SampleKey { SampleKey(tenantID: tenantID, outcomeID: update.outcomeID) }

  fileprivate var calibrationKey: CalibrationKey {
    CalibrationKey(tenantID: tenantID, actionType: update.actionType)
  }
}

extension LedgerEntry {
  /// What the ledger holds of an outcome.
  init(_ row: SampleRow) {
    self.init(revision: row.revision, sample: row.sample)
  }
}

extension SampleRow {
  /// The sample; `nil` where it was retracted.
  var sample: CalibrationSample? {
    guard state == .present, let outcome, let weight else { return nil }
    return CalibrationSample(confidence: predictedConfidence, outcome: outcome, weight: weight)
  }
}
