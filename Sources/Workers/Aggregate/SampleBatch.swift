import Calibration
import EventModel
import Store
import Streams

/// A batch of `calibration.updated`, decoded: what to fold, and what can never be.
struct SampleBatch {
  private(set) var updates: [SampleLedger.Entry] = []
  /// What became of each entry, in the order of the entries: a duplicate until its update is folded.
  private(set) var outcomes: [EntryOutcome]
  /// Of the entries that the updates came with.
  private(set) var positions: [Int] = []

  init(_ entries: [DeliveredEntry], now: Timestamp) {
    outcomes = Array(repeating: .duplicate, count: entries.count)
    let decoder = EventDecoder(now: now)
    for (position, entry) in entries.enumerated() {
      guard let fields = entry.fields else {
        outcomes[position] = .gone
        continue
      }
      do throws(Refusal) {
        let (envelope, body) = try decoder.decodeContent(fields, from: entry.context)
        guard case .calibrationUpdated(let update) = body else {
          preconditionFailure("the decoder lets only the stream's own type through")
        }
        updates.append(SampleLedger.Entry(tenantID: envelope.tenantID, update: update))
        positions.append(position)
      } catch {
        outcomes[position] = .refused(error)
      }
    }
  }

  /// Notes the outcomes of erased conversations.
  mutating func erase(_ erased: Set<SampleKey>) {
    if erased.isEmpty { return }
    for (position, entry) in zip(positions, updates) where erased.contains(entry.key) { outcomes[position] = .erased }
  }

  /// Notes the updates that changed the ledger, by outcome and revision: the first entry of each brought it.
  mutating func apply(_ folded: [SampleKey: Int64]) {
    var open = folded
    for (position, entry) in zip(positions, updates) {
      let key = SampleKey(tenantID: entry.tenantID, outcomeID: entry.update.outcomeID)
      guard open[key] == entry.update.revision else { continue }
      outcomes[position] = .applied
      open[key] = nil
    }
  }
}
