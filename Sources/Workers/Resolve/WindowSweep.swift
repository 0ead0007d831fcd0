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

  public init(context: FleetContext) {
    self.context = context
  }

  /// Closes every window that ended before `now`, in bounded batches.
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
    let written: OutcomeTally? = try await context.postgres.transaction { transaction in
      let held = Set(try await transaction.send(ClaimOverdue(now: now, countMax: Self.batchCountMax)))
      if held.isEmpty { return nil }
      let policies = try await TenantPolicies.load(of: Set(held.map(\.tenantID)), in: transaction)
      let resolver = ConversationResolver(policies: policies, now: context.clock.now)
      let writes = try await resolver.fold(held, closingWindowsAt: now, in: transaction)
      try await writes.finish(in: transaction)
      return writes.tally
    }
    guard let written else {
      // What is claimed by others is skipped as if it weren't there: look whether anything is left.
      let left = try await context.postgres.send(CountOverdue(now: now)).first ?? 0
      return (0, left == 0)
    }
    written.count(in: context.metrics)
    return (written.writtenCount, false)
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
