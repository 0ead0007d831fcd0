import Admin
import EventModel
import Logging
import PostgresClient
import RedisClient
import ServiceLifecycle
import Store

/// Publishes again what Redis lost between the outbox and the ledger: every outcome whose latest sample the ledger doesn't
/// have, and that waits neither in the outbox nor among the dead letters, gets its message again.
///
/// It is safe beside the fleet at work: a sample that was on its way all the same comes twice, and its revision counts
/// once. One process does it at a time. What ends it in the middle loses nothing: it begins again, and finds less.
struct SampleReconciliation: Sendable {
  /// Outcomes of one page, in a transaction of its own.
  private static let pageCountMax = 5000
  /// Messages that may wait in the outbox when it begins: they are remembered.
  private static let waitingCountMax = 20_000

  let context: FleetContext
  let redis: RedisConnection
  /// Dead letters that may wait when it begins.
  var buriedCountMax = BuriedSamples.countMax

  enum Result: Equatable {
    /// Everything was looked over, and so many samples are published again.
    case complete(republishedCount: Int)
    /// Another process is at it, the outbox has to be emptied first, or the process is to stop.
    case postponed
    /// More samples are buried than can be remembered: somebody has to replay them first.
    case tooManyBuried
  }

  func run() async throws -> Result {
    // This transaction only holds the lock, and it sees nothing old: each of its statements has a snapshot of its own.
    try await context.postgres.transaction(retries: .never) { lock in
      guard try await lock.send(LockReconciliation()) == [true] else { return .postponed }
      let beginning = context.clock.now
      let state = try await lock.send(FindReconciliation()).first
      // What agents read may be gone as well; writing it again is cheap.
      _ = try await context.postgres.send(ForgetPublished())
      let result = try await republishAll(keeping: lock)
      guard case .complete(let count) = result else { return result }
      _ = try await lock.sendAndCommit(
        FinishReconciliation(signCount: state?.signCount ?? 0, beginning: beginning)
      )
      if count > 0 { context.logger.warning("samples published again", metadata: ["count": "\(count)"]) }
      return result
    }
  }

  /// Samples that have not arrived, and are not lost.
  private struct Elsewhere {
    /// The latest revision that the outbox has, by outcome.
    let waiting: [SampleKey: Int64]
    let buried: Set<EventID>

    func has(_ message: OutboxMessage, of key: SampleKey, revision: Int64) -> Bool {
      waiting[key, default: 0] >= revision || buried.contains(message.eventID)
    }
  }

  /// - Parameter lock: touched at each page, because the server ends a transaction that rests.
  private func republishAll(keeping lock: PostgresTransaction) async throws -> Result {
    let waiting = try await context.postgres.transaction { transaction in
      try await transaction.send(ListWaitingSamples(countMax: Self.waitingCountMax))
    }
    if waiting.reduce(0, { $0 + $1.count }) >= Self.waitingCountMax { return .postponed }
    guard let buried = try await BuriedSamples.load(over: redis, countMax: buriedCountMax) else {
      return .tooManyBuried
    }
    let elsewhere = Elsewhere(
      waiting: Dictionary(waiting.map { ($0.key, $0.revision) }, uniquingKeysWith: max),
      buried: buried
    )
    var republishedCount = 0
    var last: SampleKey?
    repeat {
      if Task.isShuttingDownGracefully { return .postponed }
      Pulse.beat()
      _ = try await lock.send(LockReconciliation())
      let page = try await republishPage(after: last, elsewhere)
      republishedCount += page.count
      last = page.last
    } while last != nil
    return .complete(republishedCount: republishedCount)
  }

  /// - Returns: the last key of the page; `nil` where there is no further one.
  private func republishPage(
    after last: SampleKey?,
    _ elsewhere: Elsewhere
  ) async throws -> (count: Int, last: SampleKey?) {
    try await context.postgres.transaction { transaction in
      let rows = try await transaction.send(PageBehind(after: last, countMax: Self.pageCountMax))
      let now = context.clock.now
      let messages = rows.compactMap { row -> OutboxMessage? in
        guard let update = row.update else { return nil }
        let message = OutboxMessage(tenantID: row.key.tenantID, update: update, at: now)
        return elsewhere.has(message, of: row.key, revision: update.revision) ? nil : message
      }
      if !messages.isEmpty { _ = try await transaction.sendAndCommit(AppendOutbox(messages)) }
      return (messages.count, rows.last?.key)
    }
  }
}
