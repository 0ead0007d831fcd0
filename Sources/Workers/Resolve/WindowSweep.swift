import Admin
public import EventModel
import PostgresClient
import ServiceLifecycle
import Settings
import Store

/// Closes windows: folds the conversations of overdue outcomes as of a time.
public struct WindowSweep: Sendable {
  static let batchCountMax = 1000
  /// Batches in a row that found only what others hold, before the rest is left to them.
  static let busyRoundCountMax = 100

  private let context: FleetContext
  private let rests: FoldRests

  public init(context: FleetContext) {
    self.init(context: context, rest: ConversationBatch.restDefault)
  }

  /// - Parameter rest: for how long a conversation is left alone that can't be folded.
  init(context: FleetContext, rest: Duration) {
    self.context = context
    rests = FoldRests(rest: rest)
  }

  /// How many conversations could not be folded so often in a row: their windows are still open.
  func unfoldedCount(failedAtLeast failureCountMin: Int = 1) -> Int { rests.count(failedAtLeast: failureCountMin) }

  /// Closes every window that ended before `now`, in bounded batches; but for conversations that can't be folded, which rest.
  /// - Returns: how many outcomes were written.
  @discardableResult
  public func run(asOf now: Timestamp) async throws -> Int {
    var written = 0
    var busyRounds = 0
    while !Task.isShuttingDownGracefully {
      let batch = try await context.gate.together { try await closeBatch(asOf: now) }
      written += batch.writtenCount
      Pulse.beat()
      if batch.isLast { break }
      busyRounds = batch.writtenCount == 0 ? busyRounds + 1 : 0
      if busyRounds > Self.busyRoundCountMax { break }
      if batch.writtenCount == 0 { try await Pause.wait(.milliseconds(50)) }
    }
    return written
  }

  private func closeBatch(asOf now: Timestamp) async throws -> (writtenCount: Int, isLast: Bool) {
    let batch = ConversationBatch(context: context, rests: rests, closing: now)
    let work = try await batch.fold { transaction, resting in
      Array(Set(try await transaction.send(ClaimOverdue(now: now, countMax: Self.batchCountMax, resting: resting))))
    }
    if let work { return (work.writtenCount, false) }
    // What is claimed by others is skipped as if it weren't there: look whether anything is left.
    let left = try await context.postgres.send(CountOverdue(now: now, resting: rests.current)).first ?? 0
    return (0, left == 0)
  }
}

extension WindowSweep {
  /// Closes windows for the life of a process.
  static func loop(context: FleetContext, counters: WorkCounters) -> WorkLoop {
    let sweep = WindowSweep(context: context)
    return WorkLoop(context: context, name: "sweep", idleInterval: context.settings.sweepInterval) {
      let count = try await sweep.run(asOf: context.clock.now)
      counters.add { $0.closedWindows += count }
      return 0
    }
  }
}
