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
    let fold = try await context.postgres.transaction(mode) { transaction in
      try await SampleFold.fold(latest, in: transaction, now: now, mode)
    }
    let folded = fold.revisions
    batch.apply(folded)
    batch.erase(fold.erased)
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
}

extension SampleLedger.Entry {
  var key: SampleKey { SampleKey(tenantID: tenantID, outcomeID: update.outcomeID) }

  fileprivate var calibrationKey: CalibrationKey {
    CalibrationKey(tenantID: tenantID, actionType: update.actionType)
  }
}

extension SampleRow {
  /// The sample; `nil` where it was retracted.
  var sample: CalibrationSample? {
    guard state == .present, let outcome, let weight else { return nil }
    return CalibrationSample(confidence: predictedConfidence, outcome: outcome, weight: weight)
  }
}
