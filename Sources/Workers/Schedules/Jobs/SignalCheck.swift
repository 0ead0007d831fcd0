import Admin
import EventModel
import PostgresClient
import Resolution
import ServiceLifecycle
import Store

/// The safety net below the events: finds pending outcomes that a recorded signal should have decided, and decides them.
///
/// Whoever records a signal folds its conversation in the same transaction, so that there is nothing to find; what is found
/// is a fault of ours, and the report says so.
struct SignalCheck: Sendable {
  static let pageCountMax = 5000
  /// Conversations of one fold.
  private static let batchCountMax = 500

  let context: FleetContext
  let types: [OutcomeType]

  /// Folds, page by page, the conversations of pending outcomes that have a signal in their window.
  func run(asOf now: Timestamp) async throws -> JobReport {
    let rests = FoldRests(rest: ConversationBatch.restDefault)
    let batch = ConversationBatch(context: context, rests: rests, closing: nil)
    var (written, looked) = (0, 0)
    var last: PagePendingOutcomes.Row?
    while !Task.isShuttingDownGracefully {
      let page = PagePendingOutcomes(types, now: now, after: last, countMax: Self.pageCountMax)
      let rows = try await context.postgres.send(page)
      Pulse.beat()
      guard let end = rows.last else {
        return JobReport(count: written, facts: [.init("looked_at", .number(JSONNumber(Double(looked))))])
      }
      last = end
      let keys = Set(rows.filter(\.hasSignal).map(\.conversation)).sorted()
      looked += keys.count
      for start in stride(from: 0, to: keys.count, by: Self.batchCountMax) {
        let part = keys[start..<min(start + Self.batchCountMax, keys.count)]
        // Who holds one folds it.
        let work = try await batch.fold { transaction, _ in
          try await transaction.send(ClaimConversations(part))
        }
        written += work?.writtenCount ?? 0
      }
    }
    return JobReport(count: written, isInterrupted: true)
  }
}
